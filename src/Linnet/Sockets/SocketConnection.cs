// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// A <see cref="Connection"/> over a connected TCP or Unix <see cref="Socket"/>, on every operating system. Owns the
/// socket. Allocates nothing per operation, except while a send waits for a slow peer.
/// </summary>
internal sealed class SocketConnection : Connection
{
    /// <summary>
    /// Where peeked bytes go. Every connection peeks into the same one: nobody reads it, so it does not matter who
    /// wrote last.
    /// </summary>
    private static readonly byte[] PeekedByte = new byte[1];

    private readonly Socket _socket;
    private readonly ReceiveOperation _receive;
    private volatile bool _isAborted;

    /// <summary>Takes over a connected socket.</summary>
    /// <exception cref="SocketException">The peer has already gone; the socket stays the caller's.</exception>
    public SocketConnection(Socket socket)
    {
        _socket = socket;
        _receive = new ReceiveOperation(this);
        LocalEndPoint = Plain(socket.LocalEndPoint);
        RemoteEndPoint = Plain(socket.RemoteEndPoint);
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            // Whole messages are handed over; the kernel holding back a last small segment only delays them.
            socket.NoDelay = true;
        }
    }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint { get; }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint { get; }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default)
    {
        return _receive.Wait(_socket, PeekedByte, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("Receiving into an empty buffer would look like the end of input.", nameof(buffer));
        }

        return _receive.Receive(_socket, buffer, cancellationToken);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask SendAllAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                buffer = buffer[sent..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Translate(failure);
        }
    }

    /// <inheritdoc/>
    internal override bool HasReceivedAll()
    {
        try
        {
            return _socket.Available == 0;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Whoever receives next is told.
            return false;
        }
    }

    /// <inheritdoc/>
    internal override bool HasDelivered()
    {
        if (!OperatingSystem.IsLinux() || _socket.ProtocolType != ProtocolType.Tcp)
        {
            return false;
        }

        try
        {
            Span<byte> state = stackalloc byte[1];
            return _socket.GetRawSocketOption(LinuxSocketCalls.TcpLevel, LinuxSocketCalls.TcpInformation, state) == 1
                && LinuxSocketCalls.IsDelivered(state[0]);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Whoever receives next is told.
            return false;
        }
    }

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The connection has failed already, which the next operation tells.
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _isAborted = true;
        // Lingering for no time makes the close a reset.
        _socket.Close(timeout: 0);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The failure as <see cref="Connection"/> promises it.</summary>
    internal Exception Translate(Exception failure)
    {
        return failure switch
        {
            SocketException or ObjectDisposedException when _isAborted =>
                new IOException("The connection was aborted on this side.", failure),
            SocketException => new IOException($"The connection failed: {failure.Message}.", failure),
            _ => failure,
        };
    }

    /// <summary>An IPv4 peer of a dual-stack socket is shown as the IPv4 address it has, not as one inside IPv6.</summary>
    [return: NotNullIfNotNull(nameof(endPoint))]
    internal static EndPoint? Plain(EndPoint? endPoint)
    {
        return endPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
            ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
            : endPoint;
    }
}
