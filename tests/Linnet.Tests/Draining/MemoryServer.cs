// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Linnet.Connections;
using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Connections.Memory;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>
/// A whole <see cref="HttpServer"/> over connections in memory, with a clock that only the test moves: what a real one does
/// when it starts and stops, without a network.
/// </summary>
internal sealed class MemoryServer : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<ConnectionEnd> _ends = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private volatile MemoryListener? _listener;

    private MemoryServer(
        HttpHandler handler, TrustedPeers? proxies, TimeSpan lameDuck, Limits? limits, Action<RequestReport>? completed) =>
        Server = Carriage.Carry(new HttpServer("http://127.0.0.1:80", handler)
        {
            Options = new HttpServerOptions
            {
                TimeProvider = Time,
                Listen = (_, _) => [_listener = new MemoryListener()],
                ConnectionEnded = (_, end) => _ends.Enqueue(end),
                HandlerFailed = _failures.Enqueue,
                ProxyProtocolPeers = proxies ?? new TrustedPeers(),
                LameDuck = lameDuck,
                Limits = limits ?? new Limits(),
                RequestCompleted = completed,
            },
        });

    public CountingTime Time { get; } = new();

    public HttpServer Server { get; }

    /// <summary>True while the server takes new connections.</summary>
    public bool IsListening => _listener is { IsDisposed: false };

    /// <summary>The exceptions that the server was told its handler threw.</summary>
    public ConcurrentQueue<Exception> Failures => _failures;

    public static async Task<MemoryServer> StartAsync(
        HttpHandler handler,
        TrustedPeers? proxies = null,
        TimeSpan lameDuck = default,
        Limits? limits = null,
        Action<RequestReport>? completed = null)
    {
        Assert.SkipWhen(Carriage.IsSecured && proxies is not null, "A PROXY header comes before TLS.");
        MemoryServer server = new(handler, proxies, lameDuck, limits, completed);
        await server.Server.StartAsync();
        return server;
    }

    /// <summary>Connects a client, and waits until the server waits for it.</summary>
    public async Task<MemoryClient> ConnectAsync(int windowBytes = 64 * 1024)
    {
        (MemoryConnection client, MemoryConnection server) =
            _listener!.Connect(Carriage.RoomFor(new MemoryOptions { WindowBytes = windowBytes }));
        Connection begun = await Carriage.BeginAsync(client);
        await Eventually.TrueAsync(() => server.IsReceiving);
        return new MemoryClient(new RawClient(begun), server);
    }

    /// <summary>Connects a client that the server does not see until it stops listening.</summary>
    public RawClient ConnectUnseen()
    {
        Assert.SkipWhen(Carriage.IsSecured, "Nobody shakes hands with whom he does not see.");
        return new RawClient(_listener!.ConnectUnseen());
    }

    /// <summary>Begins to stop, and returns once everyone has been told and only time or the clients can go on.</summary>
    public async Task<Task<StopReport>> BeginStopAsync(double deadlineSeconds = 30)
    {
        Assert.True(Server.IsReady);
        int timers = Time.Timers;
        Task<StopReport> stopping = Server.StopAsync(TimeSpan.FromSeconds(deadlineSeconds));
        Assert.False(Server.IsReady);

        // The last thing before it waits is to ask the clock to be woken.
        await Eventually.TrueAsync(() => Time.Timers > timers || stopping.IsCompleted);
        return stopping;
    }

    /// <summary>Moves the clock, a tick at a time.</summary>
    public void Advance(double seconds)
    {
        for (TimeSpan moved = TimeSpan.Zero; moved < TimeSpan.FromSeconds(seconds); moved += Tick)
        {
            Time.Advance(Tick);
        }
    }

    /// <summary>Waits for the next connection to end and says how it did.</summary>
    public async Task<ConnectionEnd> EndAsync()
    {
        ConnectionEnd end = default;
        await Eventually.TrueAsync(() => _ends.TryDequeue(out end));
        return end;
    }

    /// <summary>Insists that the server, stopped, starts again and answers.</summary>
    public async Task ExpectRestartAsync(Task<StopReport> stopping)
    {
        await stopping.WaitAsync(Patience);
        Assert.False(Server.IsReady);
        await Server.StartAsync();
        Assert.True(Server.IsReady);
        MemoryClient client = await ConnectAsync();
        bool isProxied = !Server.Options.ProxyProtocolPeers.IsEmpty;
        await client.Raw.SendAsync((isProxied ? "PROXY UNKNOWN\r\n" : "") + Requests.Get("/open"));
        Assert.Equal(200, (await client.Raw.ReceiveAsync()).Status);
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
