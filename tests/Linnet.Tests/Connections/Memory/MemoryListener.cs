// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Linnet.Sockets;
using Linnet.Testing;

namespace Linnet.Tests.Connections.Memory;

/// <summary>A listener for connections in memory: who connects waits in its backlog until the server accepts.</summary>
internal sealed class MemoryListener : IConnectionListener
{
    private readonly Channel<Connection> _backlog = Channel.CreateUnbounded<Connection>();
    private readonly Channel<Connection> _unseen = Channel.CreateUnbounded<Connection>();
    private int _isDisposed;

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 80);

    /// <summary>True once the server listens no more.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>Connects a client; gives both ends of its connection.</summary>
    public (MemoryConnection Client, MemoryConnection Server) Connect(MemoryOptions options)
    {
        (MemoryConnection Client, MemoryConnection Server) pair = MemoryConnection.CreatePair(options);
        _backlog.Writer.TryWrite(pair.Server);
        return pair;
    }

    /// <summary>Connects a client that is only found when the listener is looked through before it closes.</summary>
    public MemoryConnection ConnectUnseen()
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair();
        _unseen.Writer.TryWrite(server);
        return client;
    }

    public ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken) =>
        _backlog.Reader.ReadAsync(cancellationToken);

    public Connection? TryAcceptPending() =>
        _unseen.Reader.TryRead(out Connection? connection) || _backlog.Reader.TryRead(out connection) ? connection : null;

    public bool HasRoom() => true;

    public void Dispose() => Interlocked.Exchange(ref _isDisposed, 1);
}
