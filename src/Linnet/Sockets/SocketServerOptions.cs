// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;

namespace Linnet.Sockets;

/// <summary>
/// What a server of connections can be told. Read once when the server starts; the defaults suit nearly everybody.
/// </summary>
public sealed class SocketServerOptions
{
    /// <summary>
    /// How many clients may wait to be accepted; 512 as in nginx and Kestrel. The system may hold fewer
    /// (net.core.somaxconn on Linux).
    /// </summary>
    public int Backlog
    {
        get;
        init => field = AtLeastOne(value);
    } = 512;

    /// <summary>
    /// How many connections are served at once; 50,000 as Envoy advises for a server at the edge. Never more than three
    /// quarters of the process's descriptor limit. Further clients wait in the backlog.
    /// </summary>
    public int MaxConnections
    {
        get;
        init => field = AtLeastOne(value);
    } = 50_000;

    /// <summary>
    /// Who may connect to a Unix socket: the permissions of its file. By default the user the server runs as.
    /// </summary>
    public UnixFileMode UnixSocketMode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What carries the connections; the fastest that this system has, unless set.</summary>
    public SocketTransport Transport { get; init; }

    /// <summary>How long handlers may take to finish when <c>RunAsync</c> is cancelled; 10 seconds, as in Docker.</summary>
    public TimeSpan StopDeadline
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Told of each handler that failed, with its connection, which has been aborted. By default nobody is: a handler
    /// that cares catches. What it throws is ignored.
    /// </summary>
    public Action<Connection, Exception>? HandlerFailed { get; init; }

    /// <summary>
    /// Told, with the address, when the system failed to accept a connection, or when the process has so few
    /// descriptors left that clients have to wait. The server goes on by itself. What it throws is ignored.
    /// </summary>
    public Action<EndPoint, Exception>? AcceptFailed { get; init; }

    /// <summary>The clock behind waiting and deadlines.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
