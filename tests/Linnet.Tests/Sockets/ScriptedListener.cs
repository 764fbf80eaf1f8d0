// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>A listener whose accepts do what a test says, one after the other.</summary>
internal sealed class ScriptedListener : IConnectionListener
{
    private readonly Channel<Func<Connection>> _accepts = Channel.CreateUnbounded<Func<Connection>>();
    private int _count;
    private int _given;
    private Exception? _roomFailure;

    public EndPoint LocalEndPoint { get; init; } = new IPEndPoint(IPAddress.Loopback, 1);

    /// <summary>How many accepts were begun.</summary>
    public int AcceptCount => Volatile.Read(ref _count);

    /// <summary>How many accepts have given a connection, or failed.</summary>
    public int GivenCount => Volatile.Read(ref _given);

    public bool IsDisposed { get; private set; }

    /// <summary>Whether the process has descriptors to spare.</summary>
    public bool Room { get; set; } = true;

    /// <summary>An accept will give this connection.</summary>
    public void Give(Connection connection) => _accepts.Writer.TryWrite(() => connection);

    /// <summary>An accept will fail like this.</summary>
    public void Fail(SocketError error) => _accepts.Writer.TryWrite(() => throw new SocketException((int)error));

    /// <summary>An accept will fail like this.</summary>
    public void Fail(Exception failure) => _accepts.Writer.TryWrite(() => throw failure);

    public Connection? TryAcceptPending() => null;

    public async ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        Func<Connection> accept = await _accepts.Reader.ReadAsync(cancellationToken);
        Interlocked.Increment(ref _given);
        return accept();
    }

    public bool HasRoom() => Interlocked.Exchange(ref _roomFailure, null) is { } failure ? throw failure : Room;

    /// <summary>Asking for room will fail like this, once.</summary>
    public void FailRoom(Exception failure) => _roomFailure = failure;

    public void Dispose() => IsDisposed = true;
}
