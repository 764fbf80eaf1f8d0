// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// One bound address that hands out connections. An interface because tests make accepting fail in every way the
/// system can. Owned by a <see cref="ConnectionServer"/>; disposing it ends the waiting and frees the address.
/// </summary>
internal interface IConnectionListener : IDisposable
{
    /// <summary>Where it listens, with the port the system chose.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>The system's socket, which a successor can be given; null for what has none.</summary>
    public ListeningSocket? Socket => null;

    /// <summary>
    /// Waits for the next connection, which is the caller's. Fails with a
    /// <see cref="System.Net.Sockets.SocketException"/>, after which it may be called again.
    /// </summary>
    public ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>Gives a connection that waits to be accepted, or null when none does. Never waits, never fails.</summary>
    public Connection? TryAcceptPending();

    /// <summary>Whether the connection accepted last left the process descriptors enough for another; looked at again each time.</summary>
    public bool HasRoom();
}
