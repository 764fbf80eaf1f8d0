// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>A listening <see cref="Socket"/>, TCP or Unix, which it owns.</summary>
internal sealed class SocketListener : IConnectionListener
{
    private readonly Socket _socket;

    /// <summary>Takes over a socket that listens already.</summary>
    public SocketListener(Socket socket, EndPoint localEndPoint)
    {
        _socket = socket;
        LocalEndPoint = localEndPoint;
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new SocketConnection(accepted);
        }
        catch (SocketException)
        {
            // The client left between connecting and being accepted.
            accepted.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Connection? TryAcceptPending()
    {
        try
        {
            return _socket.Poll(0, SelectMode.SelectRead) ? new SocketConnection(_socket.Accept()) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
