// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>A listening <see cref="Socket"/>, TCP or Unix, which it owns.</summary>
internal sealed class SocketListener : IConnectionListener
{
    private readonly ListeningSocket _listening;
    private readonly Socket _socket;
    private readonly DescriptorReserve _reserve;
    private bool _isReserveTouched;

    /// <summary>Takes over a socket that listens already.</summary>
    public SocketListener(ListeningSocket listening, DescriptorReserve reserve)
    {
        _listening = listening;
        _socket = listening.Socket;
        _reserve = reserve;

        if (OperatingSystem.IsLinux())
        {
            // A connection that was there a moment ago may have been accepted by a successor: no waiting for the next.
            _socket.Blocking = false;
        }
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => _listening.EndPoint;

    /// <inheritdoc/>
    public ListeningSocket Socket => _listening;

    /// <inheritdoc/>
    public async ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        return Take(await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Connection? TryAcceptPending()
    {
        try
        {
            return HasRoom() && _socket.Poll(0, SelectMode.SelectRead) ? Take(_socket.Accept()) : null;
        }
        catch (Exception failure) when (failure is SocketException or OutOfMemoryException)
        {
            // Closing the listener resets them, and must not fail for it.
            return null;
        }
    }

    /// <inheritdoc/>
    public bool HasRoom()
    {
        // Asked of the system only while there was none: otherwise the accepted descriptor has told already.
        _isReserveTouched = _isReserveTouched && _reserve.IsTouched();
        return !_isReserveTouched;
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private SocketConnection Take(Socket accepted)
    {
        try
        {
            _isReserveTouched = _reserve.IsTouchedBy(accepted.SafeHandle);
            return new SocketConnection(accepted);
        }
        catch (SocketException)
        {
            // The client left between connecting and being accepted.
            accepted.Dispose();
            throw;
        }
    }
}
