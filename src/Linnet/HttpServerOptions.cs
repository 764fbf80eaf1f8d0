// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Connections;
using Linnet.Sockets;

namespace Linnet;

/// <summary>What an HTTP server can be told. Read once, when the server starts; nothing is read from the environment.</summary>
public sealed class HttpServerOptions
{
    /// <summary>Every bound.</summary>
    public Limits Limits
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>How many clients may wait to be accepted; 512 as in nginx and Kestrel.</summary>
    public int Backlog
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 512;

    /// <summary>How long <see cref="HttpServer.RunAsync"/> waits for handlers to finish once it is told to stop; 30 s.</summary>
    public TimeSpan StopDeadline
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Told of each exception that a handler threw; its client has had a 500 or a reset. Called by any thread. What it
    /// throws is ignored.
    /// </summary>
    public Action<Exception>? HandlerFailed { get; init; }

    /// <summary>The clock behind every deadline and the Date field.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>Told how each connection ended.</summary>
    internal Action<Connection, ConnectionEnd>? ConnectionEnded { get; init; }

    internal SocketServerOptions ToSocketServerOptions() => new()
    {
        Backlog = Backlog,
        MaxConnections = Limits.MaxConnections,
        TimeProvider = TimeProvider,
    };
}
