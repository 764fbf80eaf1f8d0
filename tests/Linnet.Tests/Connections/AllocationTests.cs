// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Counts what a request costs the heap, from socket to socket. No time is measured.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    private static readonly byte[] Hello = Encoding.ASCII.GetBytes("Hello, World!");
    private static readonly byte[] Scratch = new byte[4096];

    [Theory]
    [Rfc("9112", "9.3")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n", 0)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n", 1024)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n", 1024, "\r\n0\r\n\r\n")]
    public async Task A_request_on_a_kept_connection_allocates_nothing_from_socket_to_socket(string head, int body, string end = "")
    {
        await using RunningServer served = await RunningServer.StartAsync(EchoAsync, Behind());
        string request = head + new string('x', body) + end;
        await RequestCost.ExpectNoneAsync(served, request, body == 0 ? Hello.Length : body);
    }

    [Fact]
    public async Task A_request_that_is_measured_and_told_of_allocates_nothing_either()
    {
        long told = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Linnet")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => told += tags.Length);
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => told += value);
        listener.Start();
        HttpServerOptions options = new() { RequestCompleted = request => told += request.StatusCode };
        await using RunningServer served = await RunningServer.StartAsync(EchoAsync, options);
        await RequestCost.ExpectNoneAsync(served, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", Hello.Length);
        Assert.InRange(told, 1_000_000, long.MaxValue);
    }

    [Fact]
    public async Task A_request_that_nobody_watches_does_not_look_at_the_clock()
    {
        StandingTime time = new();
        await using RunningServer served = await RunningServer.StartAsync(
            EchoAsync, new HttpServerOptions { TimeProvider = time });
        await using Connection client = await served.ConnectAsync();
        await AskAsync();
        int before = time.Looks;
        await AskAsync();
        await AskAsync();
        Assert.Equal(before, time.Looks);

        async Task AskAsync()
        {
            await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await RunningServer.ReadUntilAsync(client, "Hello, World!");
        }
    }

    /// <summary>Trusts the client to be a proxy: what nobody asks for must not cost anything either.</summary>
    private static HttpServerOptions Behind() => new()
    {
        TrustedProxies = new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")),
        ForwardedFields = ForwardedFields.XForwardedFor,
    };

    private static ValueTask EchoAsync(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        response.ContentType = "text/plain";
        if (exchange.Request.ContentLength == 0)
        {
            response.ContentLength = Hello.Length;
            return response.WriteAsync(Hello);
        }

        return EchoBodyAsync(exchange);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(
        typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask EchoBodyAsync(HttpExchange exchange)
    {
        for (int read; (read = await exchange.Request.Body.ReadAsync(Scratch)) > 0;)
        {
            await exchange.Response.WriteAsync(Scratch.AsMemory(0, read));
        }
    }

    /// <summary>A clock whose timers never come, so that every look at it is a request's.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _looks);
            return 0;
        }

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref _looks);
            return DateTimeOffset.UnixEpoch;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
