// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// The client's side of UDP: sends datagrams to one server and receives the datagrams that server sends back, nobody
/// else's. Get one from <see cref="Connector.ConnectUdpAsync"/>. One send and one receive at a time, side by side.
/// </summary>
public sealed class DatagramClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly EndpointAddress _address;

    internal DatagramClient(Socket socket, EndpointAddress address)
    {
        _socket = socket;
        _address = address;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    /// <summary>This side's end.</summary>
    public EndPoint? LocalEndPoint { get; }

    /// <summary>The server's end.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Sends one datagram. That it arrives is not promised.</summary>
    /// <param name="payload">The bytes, at most <see cref="Datagram.LargestPayload"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the system's buffer.</param>
    /// <exception cref="EndpointException">The server's machine says that nobody listens there, or cannot be reached.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, Datagram.LargestPayload, nameof(payload));
        try
        {
            await _socket.SendAsync(payload, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw ConnectFailure.Explain(_address, [(null, failure)]);
        }
    }

    /// <summary>
    /// Receives one datagram and returns its length, which may be 0. UDP has no end of input and does not tell of
    /// lost datagrams: wait no longer than makes sense.
    /// </summary>
    /// <param name="buffer">Where it goes: at least <see cref="Datagram.LargestPayload"/> bytes, or a rest is lost.</param>
    /// <param name="cancellationToken">Ends the waiting; the client lives on.</param>
    /// <exception cref="EndpointException">The server's machine says that nobody listens there, or cannot be reached.</exception>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw ConnectFailure.Explain(_address, [(null, failure)]);
        }
    }

    /// <summary>Closes the socket.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
