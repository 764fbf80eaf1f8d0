// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Draining;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>What clients and handlers do wrong, and what stays whole all the same.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("GET / HT")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    [Attack("FT-05")]
    public async Task A_reset_in_head_body_or_response_is_the_clients_and_nobody_elses_fault(string sent)
    {
        await using ServedConnection served = ServedConnection.Start(static async exchange =>
        {
            await exchange.Request.Body.CopyToAsync(Stream.Null);
            await exchange.Response.WriteAsync(new byte[exchange.Request.Path == "/large" ? 1_000_000 : 1]);
        });
        await served.Client.SendAsync(sent);
        served.Client.Connection.Abort();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Attack("FT-05")]
    public async Task The_token_fires_in_the_moment_of_the_reset()
    {
        TaskCompletionSource<CancellationToken> begun = new();
        TaskCompletionSource end = new();
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            begun.SetResult(exchange.Aborted);
            await end.Task;
        });
        await served.Client.SendAsync(Requests.Get());
        CancellationToken aborted = await begun.Task;
        TaskCompletionSource fired = new();
        await using CancellationTokenRegistration registration = aborted.Register(fired.SetResult);
        Assert.False(aborted.IsCancellationRequested);
        served.Client.Connection.Abort();

        // No time passes: the clock is the test's.
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(10));
        end.SetResult();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [Attack("FT-05")]
    [Rfc("9112", "9.6")]
    public async Task A_client_that_has_ended_its_stream_still_gets_its_answers(int requests)
    {
        DrainHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.WaitThenAnswerAsync);
        for (int request = 0; request < requests; request++)
        {
            await served.Client.SendAsync(Requests.Get());
        }

        served.Client.EndSending();
        handler.GoOn();
        for (int request = 0; request < requests; request++)
        {
            Assert.Equal("hello", (await served.Client.ReceiveAsync()).Text);
        }

        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.PeerClosed, (await served.EndAsync()).Cause);
    }

    [Theory]
    [InlineData("before", true)]
    [InlineData("gathered", true)]
    [InlineData("at once", true)]
    [InlineData("flushed", false)]
    [Attack("FT-07")]
    [Rfc("9110", "15.6.1")]
    public async Task A_handler_that_throws_is_500_once_or_a_reset_and_is_told_once(string when, bool isAnswered)
    {
        await using ServedConnection served = ServedConnection.Start(
            exchange => exchange.Request.Path == "/open" ? default : ThrowAsync(exchange, when));
        await served.Client.SendAsync(Requests.Get());
        if (isAnswered)
        {
            ReceivedResponse response = await served.Client.ReceiveAsync();
            Assert.Equal(500, response.Status);
            Assert.DoesNotContain("secret", response.Text, StringComparison.Ordinal);
            await served.Client.ExpectOpenAsync();
        }
        else
        {
            await served.Client.ExpectResetAsync();
            Assert.Equal(ConnectionEndCause.ResponseFailed, (await served.EndAsync()).Cause);
        }

        Assert.Equal("secret", Assert.Single(served.Failures).Message);
    }

    [Fact]
    [Attack("FT-07")]
    public async Task A_handler_that_never_ends_and_ignores_its_token_holds_up_nobody_else()
    {
        TaskCompletionSource never = new();
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer running = await RunningServer.StartAsync(async exchange =>
        {
            if (exchange.Request.Path == "/never")
            {
                _ = exchange.Aborted;
                began.SetResult();
                await never.Task;
            }

            await exchange.Response.WriteAsync("hello");
        });
        await using Connection stuck = await running.ConnectAsync();
        await RunningServer.SendAsync(stuck, Requests.Get("/never"));
        await began.Task;
        stuck.Abort();
        Assert.EndsWith("hello", await running.AskAsync(Requests.Get("/", "Connection: close\r\n")), StringComparison.Ordinal);
        StopReport report = await running.Server.StopAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, report.ConnectionsCut);
        never.SetResult();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_000)]
    [Attack("FT-08")]
    public async Task A_client_that_reads_nothing_stops_its_handler_within_bounded_memory(int size)
    {
        const int window = 8192;
        long written = 0;
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                byte[] part = new byte[size];
                while (true)
                {
                    await exchange.Response.WriteAsync(part);
                    written += size;
                }
            },
            options: new MemoryOptions { WindowBytes = window });
        await served.Client.SendAsync(Requests.Get());

        // What the window, the send buffer and the gather buffer hold: all that the process keeps for it.
        Assert.InRange(written, 0, window + SendBuffer.Capacity + GatherBuffer.Capacity + size);
        long before = written;
        served.Advance(4);
        Assert.Equal(before, written);
        served.Advance(120);
        Assert.Equal(ConnectionEndCause.SendTimedOut, (await served.EndAsync()).Cause);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Attack("FT-08")]
    public async Task A_client_that_asks_on_and_reads_nothing_is_not_read_from_either()
    {
        const int window = 8192;
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(
            exchange => handler.IgnoreBodyAsync(exchange, new string('a', 1000)),
            options: new MemoryOptions { WindowBytes = window });
        Task sending = served.Client.SendAsync(string.Concat(Enumerable.Repeat(Requests.Get(), 2000)));
        Assert.False(sending.IsCompleted);
        Assert.InRange(handler.Requests, 1, (window + SendBuffer.Capacity) / 1000);
        served.Client.Connection.Abort();
        await Assert.ThrowsAnyAsync<IOException>(() => sending);
    }

    [Fact]
    [Attack("FT-10")]
    [Rfc("9112", "2.2")]
    public async Task A_window_of_one_byte_changes_nothing_but_the_time_it_takes()
    {
        string requests = Requests.Get("/1") + Requests.Post("body") + Requests.Chunked("a", "bc") + "GET /\r\n";
        string whole = await ExchangeAsync(requests, new MemoryOptions());
        Assert.Equal(whole, await ExchangeAsync(requests, new MemoryOptions { WindowBytes = 1 }));
        Assert.Equal(whole, await ExchangeAsync(requests, new MemoryOptions { ToClient = Delivery.ByteByByte }));
        Assert.Equal(whole, await ExchangeAsync(requests, new MemoryOptions { ToServer = Delivery.ByteByByte }));
        Assert.Contains("400 Bad Request", whole, StringComparison.Ordinal);
    }

    private static async Task<string> ExchangeAsync(string requests, MemoryOptions options)
    {
        await using ServedConnection served = ServedConnection.Start(new EchoHandler().EchoAsync, options: options);
        Task sending = served.Client.SendAsync(requests);
        string answers = await served.Client.ReceiveAllAsync();
        await sending;
        return answers;
    }

    private static async ValueTask ThrowAsync(HttpExchange exchange, string when)
    {
        if (when == "gathered")
        {
            await exchange.Response.WriteAsync("gathered");
        }
        else if (when == "flushed")
        {
            await exchange.Response.WriteAsync("flushed");
            await exchange.Response.FlushAsync();
        }
        else if (when == "before")
        {
            await Task.Yield();
        }

        throw new TimeoutException("secret");
    }
}
