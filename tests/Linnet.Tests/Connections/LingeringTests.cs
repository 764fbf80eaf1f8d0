// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Net;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Whom a server waits for before it closes. Time hardly moves: who is waited for to the end is waited for.</summary>
public sealed class LingeringTests
{
    // More than a client's system takes that nobody reads from, and no more than a server's takes to send.
    private const int LongAnswer = 300_000;

    [Theory]
    [InlineData("", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("", "GET / HTTP/1.0\r\nHost: x\r\n\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n", "GET / HTTP/1.0\r\nHost: x\r\n\r\n")]
    [InlineData("", "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")]
    [Rfc("9112", "9.6")]
    public async Task A_client_that_has_said_close_is_not_waited_for(string ahead, string request)
    {
        Assert.SkipWhen(
            Carriage.IsSecured && !OperatingSystem.IsLinux(), "Over TLS it has to be known that the client's system has our end.");
        SlowClock clock = new();
        await using RunningServer running = await StartAsync(clock.Time, isProxied: ahead.Length > 0);
        await using Connection client = await running.ConnectAsync(ahead);
        await RunningServer.SendAsync(client, request);
        Assert.EndsWith("whole", await RunningServer.ReadToEndAsync(client), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => running.Server.ConnectionCount == 0 || (Carriage.IsSecured && clock.Ticks() < 0));
    }

    [Fact]
    [Rfc("9112", "9.6")]
    [Rfc("8446", "6.1")]
    public async Task Who_has_said_close_and_speaks_again_loses_nothing_of_a_long_answer()
    {
        SlowClock clock = new();
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer running = await RunningServer.StartAsync(
            async exchange =>
            {
                exchange.Response.Headers["Content-Length"] = $"{LongAnswer}";
                await exchange.Response.WriteAsync(new string('x', LongAnswer - 5) + "whole");
                answered.SetResult();
            },
            Options(clock.Time));
        await using Connection client = await running.ConnectAsync();
        await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await answered.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        if (Carriage.IsSecured)
        {
            // The client has not taken all of it: a server that looks must see that.
            await Eventually.TrueAsync(() => clock.Ticks() == 5);
            Assert.Equal(1, running.Server.ConnectionCount);
        }

        // With TLS, a close_notify: bytes, which must not meet a reset.
        client.ShutdownSend();
        Assert.EndsWith("whole", await RunningServer.ReadToEndAsync(client), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => running.Server.ConnectionCount == 0);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n")]
    [InlineData("GET /last HTTP/1.1\r\nHost: x\r\n\r\n")]
    [Rfc("9112", "9.6")]
    public async Task Whoever_may_still_send_meets_no_reset(string request)
    {
        await using RunningServer running = await StartAsync(new FakeTimeProvider());
        await using Connection client = await running.ConnectAsync();
        await RunningServer.SendAsync(client, request);
        Assert.EndsWith("whole", await RunningServer.ReadToEndAsync(client), StringComparison.Ordinal);

        // A reset would have come by the time that the second of these is sent.
        await RunningServer.SendAsync(client, "more");
        await RunningServer.SendAsync(client, "and more");
        Assert.Equal(1, running.Server.ConnectionCount);
        client.ShutdownSend();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        await Eventually.TrueAsync(() => running.Server.ConnectionCount == 0);
    }

    private static Task<RunningServer> StartAsync(TimeProvider time, bool isProxied = false) =>
        RunningServer.StartAsync(AnswerAsync, Options(time, isProxied));

    private static HttpServerOptions Options(TimeProvider time, bool isProxied = false) => new()
    {
        TimeProvider = time,
        Limits = new Limits { DrainTimeout = TimeSpan.FromDays(1) },
        ProxyProtocolPeers = isProxied ? new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")) : new TrustedPeers(),
    };

    private static ValueTask AnswerAsync(HttpExchange exchange)
    {
        if (exchange.Request.Target == "/last")
        {
            exchange.Response.Headers["Connection"] = "close";
        }

        return exchange.Response.WriteAsync("whole");
    }

    /// <summary>Ticks now and then while somebody asks, and never as often as to be at the end of a day.</summary>
    private sealed class SlowClock
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

        private long _ticked = Stopwatch.GetTimestamp();
        private int _ticks;

        public FakeTimeProvider Time { get; } = new();

        /// <summary>How often it has ticked.</summary>
        public int Ticks()
        {
            if (Stopwatch.GetElapsedTime(_ticked) >= Pause)
            {
                _ticked = Stopwatch.GetTimestamp();
                _ticks++;
                Time.Advance(TimeSpan.FromMilliseconds(250));
            }

            return _ticks;
        }
    }
}
