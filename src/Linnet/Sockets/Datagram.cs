// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// One message that arrived over UDP: its bytes, who sent it, and the way back. Immutable, and its handler's to keep;
/// replies can be sent for as long as the server has not stopped.
/// </summary>
public sealed class Datagram
{
    /// <summary>The most bytes a datagram carries over IPv4: 65,535 less 20 of IP header and 8 of UDP header.</summary>
    public const int LargestPayload = 65_507;

    private readonly IDatagramSocket _socket;
    private readonly EndPoint _sender;

    internal Datagram(IDatagramSocket socket, EndPoint sender, ReadOnlyMemory<byte> payload)
    {
        _socket = socket;
        _sender = sender;
        Payload = payload;
        RemoteEndPoint = SocketConnection.Plain(sender);
    }

    /// <summary>The bytes; there may be none.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Who sent it, as the datagram says: over UDP anyone can write anyone's address there.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>Where it arrived.</summary>
    public EndPoint LocalEndPoint => _socket.LocalEndPoint;

    /// <summary>Sends one datagram to the sender. That it arrives is not promised: UDP does not tell.</summary>
    /// <param name="payload">The bytes, at most <see cref="LargestPayload"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the system's buffer.</param>
    /// <exception cref="IOException">The system could not send it, or the server has stopped.</exception>
    public async ValueTask ReplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LargestPayload, nameof(payload));
        try
        {
            await _socket.SendToAsync(payload, _sender, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new IOException($"The reply to {RemoteEndPoint} could not be sent: {failure.Message}", failure);
        }
    }
}
