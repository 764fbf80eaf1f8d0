// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>A socket that is bound, and where: with the port that the system chose. Owns the socket.</summary>
internal sealed class BoundSocket : IDisposable
{
    /// <summary>Takes over a socket that has been bound to an internet address.</summary>
    public BoundSocket(Socket socket)
    {
        Socket = socket;
        EndPoint = socket.LocalEndPoint as IPEndPoint ?? throw new UnreachableException("The socket is not bound.");
    }

    /// <summary>The socket.</summary>
    public Socket Socket { get; }

    /// <summary>Where it is bound.</summary>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
