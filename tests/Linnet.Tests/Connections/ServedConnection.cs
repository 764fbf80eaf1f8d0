// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tls;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>
/// The real driver on one end of a connection in memory, a raw client on the other, and a clock that only the test moves.
/// Everything the server does in answer to a send has happened when the send returns, unless its handler waits elsewhere.
/// </summary>
internal sealed class ServedConnection : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<ConnectionEnd> _ends = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Admission _admission = new(maxConnections: 10, maxPerAddress: 10, shedsIdle: true);
    private readonly Clock _clock;
    private readonly Connection _served;
    private readonly Task _serving;

    private ServedConnection(
        HttpHandler handler,
        Http1Settings settings,
        MemoryOptions options,
        TrustedPeers? proxyProtocolPeers,
        HostFilter? hosts,
        TlsSettings? tls,
        string sentBefore,
        Func<Connection, Connection>? pose,
        MemoryWatch? memory)
    {
        _clock = new Clock(Time);
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair(Carriage.RoomFor(options));
        Server = server;
        (Connection asking, Connection answering) =
            tls is null ? Carriage.Begin(client, server) : (client, new TlsConnection(server, tls));
        _served = pose?.Invoke(answering) ?? answering;
        _ = asking.SendAllAsync(Encoding.Latin1.GetBytes(sentBefore)).AsTask();
        Client = new RawClient(asking);
        ServerContext context = new()
        {
            Settings = settings,
            Clock = _clock,
            Memory = memory,
            ProxyProtocolPeers = proxyProtocolPeers ?? new TrustedPeers(),
            Hosts = hosts,
            Handler = stream => HttpExchange.RunAsync(stream, handler),
            HandlerFailed = _failures.Enqueue,
            Ended = (_, end) => _ends.Enqueue(end),
            CutOff = _cutOff.Token,
            Admission = _admission,
            Draining = _draining.Token,
        };
        _serving = ServeAsync(context);
    }

    /// <summary>The clock: a Tuesday, the day RFC 9110 dates its example of.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(1994, 11, 15, 8, 12, 31, TimeSpan.Zero));

    /// <summary>The client.</summary>
    public RawClient Client { get; }

    /// <summary>The server's end, for counting what it sends.</summary>
    public MemoryConnection Server { get; }

    /// <summary>The exceptions that the server was told its handler threw.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>Starts to serve one connection, on which the client may already have sent something.</summary>
    public static ServedConnection Start(
        HttpHandler handler,
        Http1Settings? settings = null,
        MemoryOptions? options = null,
        TrustedPeers? proxyProtocolPeers = null,
        HostFilter? hosts = null,
        TlsSettings? tls = null,
        string sentBefore = "",
        Func<Connection, Connection>? pose = null,
        MemoryWatch? memory = null) =>
        new(handler, settings ?? new(), options ?? new(), proxyProtocolPeers, hosts, tls, sentBefore, pose, memory);

    /// <summary>Moves the clock, a tick at a time, as a real one would move.</summary>
    public void Advance(TimeSpan time)
    {
        for (TimeSpan moved = TimeSpan.Zero; moved < time; moved += Tick)
        {
            Time.Advance(time - moved < Tick ? time - moved : Tick);
        }
    }

    /// <summary>Moves the clock by seconds.</summary>
    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Tells the connection that the server begins to stop.</summary>
    public void Drain()
    {
        _admission.BeginDrain();
        _draining.Cancel();
    }

    /// <summary>Does what the server does at the deadline of its stop.</summary>
    public void CutOff()
    {
        Server.Abort();
        BeginCutOff();
    }

    /// <summary>Does the first of it: handlers learn of it a moment before their connections are reset.</summary>
    public void BeginCutOff() => _cutOff.Cancel();

    /// <summary>Waits for the connection to end by itself and says how it did; exactly once, or the test fails.</summary>
    public async Task<ConnectionEnd> EndAsync()
    {
        await _serving.WaitAsync(Patience);
        return Assert.Single(_ends);
    }

    /// <summary>Closes the client's end, waits for the server's, and says how it ended.</summary>
    public async Task<ConnectionEnd> CloseAsync()
    {
        await Client.Connection.DisposeAsync();
        return await EndAsync();
    }

    /// <summary>True once the server has done with the connection.</summary>
    public bool HasEnded => _serving.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        Client.Connection.Abort();
        await _cutOff.CancelAsync();
        await _serving.WaitAsync(Patience);
        _clock.Dispose();
        _draining.Dispose();
        _cutOff.Dispose();
    }

    private async Task ServeAsync(ServerContext context)
    {
        await ProxyProtocol.RunAsync(_served, context);
        await _served.DisposeAsync();
    }
}
