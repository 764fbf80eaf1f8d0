// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Whatever a handler does wrong has one documented fate, and its neighbours notice nothing.</summary>
public sealed class HandlerFateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("throws at once", "500")]
    [InlineData("throws later", "500")]
    [InlineData("throws after a write", "500")]
    [InlineData("throws after a flush", "reset")]
    [InlineData("writes too much", "500")]
    [InlineData("writes too much later", "reset")]
    [InlineData("writes too little", "reset")]
    [InlineData("leaves a write", "reset")]
    [InlineData("leaves a read", "reset")]
    [InlineData("aborts", "reset")]
    [Attack("HD-14")]
    public async Task A_handler_at_fault_has_its_fate_and_its_neighbours_notice_nothing(string fault, string fate)
    {
        using SemaphoreSlim failed = new(0);
        await using RunningServer served = await RunningServer.StartAsync(
            exchange => HandleAsync(exchange, fault),
            new HttpServerOptions
            {
                HandlerFailed = _ => failed.Release(),
                Limits = new Limits { DrainTimeout = TimeSpan.FromMilliseconds(50) },
            });
        await using Connection neighbour = await served.ConnectAsync();
        for (int round = 0; round < 3; round++)
        {
            await ExpectGoodAsync(neighbour);

            // A client that reads may let a write end that would otherwise be left.
            string answer = await AskUntilEndAsync(served, fault == "leaves a write" ? failed : null);
            if (fate == "reset")
            {
                Assert.DoesNotContain("\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
            }
            else
            {
                Assert.StartsWith($"HTTP/1.1 {fate} ", answer, StringComparison.Ordinal);
            }

            await ExpectGoodAsync(neighbour);
        }
    }

    [Fact]
    public async Task A_handler_that_hangs_and_ignores_cancellation_is_cut_off_when_the_server_stops()
    {
        TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer served = await RunningServer.StartAsync(async exchange =>
        {
            if (exchange.Request.Path == "/hang")
            {
                entered.SetResult();
                await hanging.Task;
            }

            await exchange.Response.WriteAsync("good");
        });
        await using Connection client = await served.ConnectAsync();
        await using Connection neighbour = await served.ConnectAsync();
        await RunningServer.SendAsync(client, Requests.Get("/hang"));
        await entered.Task.WaitAsync(Patience);
        await ExpectGoodAsync(neighbour);
        StopReport report = await served.Server.StopAsync(TimeSpan.FromMilliseconds(100)).WaitAsync(Patience);
        Assert.NotEqual(StopReport.Nothing, report);
        hanging.SetResult();
    }

    [Fact]
    public async Task A_write_that_was_not_awaited_is_reported_and_nobody_gets_its_buffers()
    {
        await using ServedConnection served = ServedConnection.Start(
            exchange =>
            {
                _ = exchange.Response.WriteAsync(new byte[1_000_000]).AsTask();
                return default;
            },
            options: new MemoryOptions { WindowBytes = 1024 });
        await served.Client.SendAsync(Requests.Get());
        await served.Client.ExpectResetAsync();
        Assert.Equal(ConnectionEndCause.AbortedByHandler, (await served.EndAsync()).Cause);
        Exception failure = Assert.Single(served.Failures);
        Assert.Contains("await", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_was_not_awaited_is_reported()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            _ = exchange.Request.Body.ReadAsync(new byte[10]).AsTask();
            return default;
        });
        await served.Client.SendAsync(Requests.PostHead(10));
        await served.Client.ExpectResetAsync();
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Fact]
    public async Task A_second_write_while_one_is_under_way_throws_at_once()
    {
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                Task first = exchange.Response.WriteAsync(new byte[100_000]).AsTask();
                Assert.False(first.IsCompleted);
                Assert.Throws<InvalidOperationException>(() => { _ = exchange.Response.WriteAsync("x").AsTask(); });
                Assert.Throws<InvalidOperationException>(() => { _ = exchange.Response.FlushAsync().AsTask(); });
                Assert.Throws<InvalidOperationException>(() => { _ = exchange.Request.ReadAsync().AsTask(); });
                Assert.Throws<InvalidOperationException>(() => exchange.Response.Writer.Write("x"u8));
                await first;
                await exchange.Response.WriteAsync("end");
            },
            options: new MemoryOptions { WindowBytes = 1024 });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(100_003, response.Body.Length);
        Assert.Empty(served.Failures);
        await served.Client.AskAsync(Requests.Get());
    }

    [Fact]
    public async Task An_exchange_touched_after_its_end_is_not_the_one_of_the_next_request()
    {
        HttpExchange? first = null;
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            if (first is null)
            {
                first = exchange;
                return default;
            }

            Assert.NotSame(first, exchange);
            Assert.Throws<InvalidOperationException>(() => first.Response.StatusCode = 500);
            Assert.Throws<InvalidOperationException>(() => { _ = first.Response.WriteAsync("stray").AsTask(); });
            return exchange.Response.WriteAsync("mine");
        });
        await served.Client.AskAsync(Requests.Get());
        Assert.NotNull(first);
        Assert.Throws<InvalidOperationException>(() => first.Request.Query["a"]);
        Assert.Throws<InvalidOperationException>(() => first.Request.Cookies["a"]);
        Assert.Throws<InvalidOperationException>(() => first.Response.BytesSent);
        Assert.Throws<InvalidOperationException>(() => first.Response.Writer.GetSpan());
        Assert.Throws<InvalidOperationException>(() => first.Response.OnStarting(static _ => { }));
        Assert.Throws<InvalidOperationException>(() => first.Response.OnCompleted(static _ => { }));
        Assert.Throws<InvalidOperationException>(() => { _ = first.Request.ReadAsync().AsTask(); });
        Assert.Equal("mine", (await served.Client.AskAsync(Requests.Get())).Text);
        Assert.Empty(served.Failures);
    }

    [Theory]
    [Attack("HD-13")]
    [InlineData("header")]
    [InlineData("trailer")]
    [InlineData("media type")]
    [InlineData("cookie")]
    [InlineData("location")]
    [InlineData("early hint")]
    [InlineData("starting")]
    public async Task Nothing_that_ends_a_field_gets_into_one_whichever_way_it_is_set(string way)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            foreach (string bad in new[] { "a\r\nx: y", "a\nb", "a\rb", "a\0b", "\u0085", "a\u2028b" })
            {
                await Assert.ThrowsAnyAsync<ArgumentException>(async () => await SetAsync(exchange.Response, way, bad));
            }

            await exchange.Response.WriteAsync("intact");
        });
        string before = (await served.Client.AskAsync(Requests.Get())).Head;
        Assert.DoesNotContain("x: y", before, StringComparison.Ordinal);
        Assert.Empty(served.Failures);
        await served.Client.ExpectOpenAsync();
    }

    private static async ValueTask SetAsync(HttpResponse response, string way, string bad)
    {
        switch (way)
        {
            case "header":
                response.Headers["x"] = bad;
                break;
            case "trailer":
                response.Trailers["x"] = bad;
                break;
            case "media type":
                response.ContentType = bad;
                break;
            case "cookie":
                response.SetCookie("x", bad);
                break;
            case "location":
                response.Headers.Add("Location", bad);
                break;
            case "early hint":
                await response.SendInformationalAsync(103, new System.Collections.Generic.KeyValuePair<string, string>("Link", bad));
                break;
            default:
                response.OnStarting(starting => Assert.Throws<ArgumentException>(() => starting.Response.Headers["x"] = bad));
                throw new ArgumentException("Told when the response starts.", nameof(bad));
        }
    }

    private static async ValueTask HandleAsync(HttpExchange exchange, string fault)
    {
        HttpResponse response = exchange.Response;
        if (exchange.Request.Path == "/good")
        {
            await response.WriteAsync("good");
            return;
        }

        switch (fault)
        {
            case "throws at once":
                throw new TimeoutException();
            case "throws later":
                await Task.Yield();
                throw new TimeoutException();
            case "throws after a write":
                response.Writer.Write("begun"u8);
                await response.WriteAsync("begun");
                throw new TimeoutException();
            case "throws after a flush":
                await response.FlushAsync();
                throw new TimeoutException();
            case "writes too much":
                response.ContentLength = 1;
                response.Writer.Write("too much"u8);
                break;
            case "writes too much later":
                response.ContentLength = 10;
                await response.FlushAsync();
                await response.Body.WriteAsync(new byte[11]);
                break;
            case "writes too little":
                response.ContentLength = 10;
                response.Writer.Write("too"u8);
                break;
            case "leaves a write":
                _ = response.WriteAsync(new byte[50_000_000]).AsTask();
                break;
            case "leaves a read":
                _ = exchange.Request.Body.ReadAsync(new byte[10]).AsTask();
                break;
            default:
                response.Abort();
                break;
        }
    }

    private static async Task ExpectGoodAsync(Connection neighbour)
    {
        await RunningServer.SendAsync(neighbour, Requests.Get("/good"));
        string answer = await RunningServer.ReadUntilAsync(neighbour, "\r\n\r\ngood");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
    }

    private static async Task<string> AskUntilEndAsync(RunningServer served, SemaphoreSlim? failed)
    {
        await using Connection client = await served.ConnectAsync();

        // The body stays away, so that a read waits.
        await RunningServer.SendAsync(client, Requests.PostHead(10, "Connection: close\r\n"));
        if (failed is not null)
        {
            Assert.True(await failed.WaitAsync(Patience), "The server was not told of the failure.");
        }

        System.Text.StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            for (int received; (received = await client.ReceiveAsync(buffer).AsTask().WaitAsync(Patience)) > 0;)
            {
                answer.Append(System.Text.Encoding.Latin1.GetString(buffer.AsSpan(0, Math.Min(received, 200))));
            }
        }
        catch (IOException)
        {
            answer.Append("(reset)");
        }

        return answer.ToString();
    }
}
