// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;

using Linnet.Testing;
using Linnet.Tests.Connections.Memory;
using Xunit;

namespace Linnet.Tests.Connections;

public sealed class PipeliningTests
{
    private const int Count = 1000;

    [Fact]
    [Attack("FR-24")]
    [Rfc("9112", "9.3.2")]
    public async Task A_thousand_pipelined_requests_are_answered_in_order_and_in_few_sends()
    {
        await using ServedConnection served = ServedConnection.Start(
            static exchange => exchange.Response.WriteAsync(exchange.Request.Path));
        Task sending = served.Client.SendAsync(string.Concat(Enumerable.Range(0, Count).Select(Request)));
        for (int index = 0; index < Count; index++)
        {
            Assert.Equal($"/{index}", (await served.Client.ReceiveAsync()).Text);
        }

        await sending;
        await served.Client.ExpectQuietAsync();

        // What fits into the send buffer leaves together: some hundred bytes a response, 16 KiB a send.
        Assert.InRange(served.Server.Sends, 1, Count / 10);
    }

    [Theory]
    [Attack("FR-24")]
    [Rfc("9112", "9.3.2")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public async Task Nothing_behind_an_invalid_request_is_answered(int position)
    {
        int handled = 0;
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            handled++;
            return exchange.Response.WriteAsync(exchange.Request.Path);
        });
        string requests = string.Concat(Enumerable.Range(0, Count).Select(
            index => index == position ? "GET /bad HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n" : Request(index)));
        Task sending = served.Client.SendAsync(requests);
        for (int index = 0; index < position; index++)
        {
            Assert.Equal($"/{index}", (await served.Client.ReceiveAsync()).Text);
        }

        ReceivedResponse refusal = await served.Client.ReceiveAsync();
        Assert.Equal(400, refusal.Status);
        Assert.True(refusal.SaysClose);
        await served.Client.ExpectEndAsync();
        await sending;
        Assert.Equal(position, handled);
        Assert.Equal(ConnectionEndCause.Rejected, (await served.CloseAsync()).Cause);
    }

    private static string Request(int index) => $"GET /{index} HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    [Attack("FR-24")]
    public async Task A_client_whose_requests_never_run_out_does_not_keep_its_thread()
    {
        const int requests = 300;
        EchoHandler handler = new();
        List<IThreadPoolWorkItem> kept = [];
        string sent = string.Concat(Enumerable.Repeat(Requests.Get(), requests));
        await using ServedConnection served = ServedConnection.Start(
            handler.IgnoreAsync, sentBefore: sent, pose: connection => new PosingConnection(connection, kept: kept));
        Assert.Equal(256, handler.Requests);
        Assert.Single(kept).Execute();
        for (int request = 0; request < requests; request++)
        {
            Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        }

        Assert.Equal(requests, handler.Requests);
    }

    [Fact]
    [Attack("FR-24")]
    [Rfc("9112", "9.3.2")]
    public async Task A_finished_answer_does_not_wait_for_a_slow_one_behind_it()
    {
        TaskCompletionSource slow = new();
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Path == "/slow")
            {
                await exchange.Response.WriteAsync("begun ");
                await slow.Task;
            }

            await exchange.Response.WriteAsync(exchange.Request.Path);
        });
        await served.Client.SendAsync(Requests.Get("/1") + Requests.Get("/2") + Requests.Get("/slow") + Requests.Get("/3"));
        Assert.Equal("/1", (await served.Client.ReceiveAsync()).Text);
        Assert.Equal("/2", (await served.Client.ReceiveAsync()).Text);
        await served.Client.ExpectQuietAsync();
        slow.SetResult();
        Assert.Equal("begun /slow", (await served.Client.ReceiveAsync()).Text);
        Assert.Equal("/3", (await served.Client.ReceiveAsync()).Text);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("flush")]
    [InlineData("read")]
    [InlineData("large")]
    [InlineData("throw")]
    [Attack("FR-24")]
    [Rfc("9112", "9.3.2")]
    public async Task What_a_handler_sends_waits_for_earlier_answers_that_are_leaving(string what)
    {
        // The window is too small for the first answer, so that it is leaving for as long as nobody reads.
        string first = new('1', 6000);
        TaskCompletionSource begun = new();
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                if (exchange.Request.Method == "POST")
                {
                    await begun.Task;
                    await DoAsync(exchange, what);
                }

                await exchange.Response.WriteAsync(exchange.Request.Path == "/1" ? first : exchange.Request.Path);
            },
            options: new MemoryOptions { WindowBytes = 4096 },
            sentBefore: Requests.Get("/1") + Requests.Post("body") + Requests.Get("/3"));
        begun.SetResult();
        Assert.Equal(first, (await served.Client.ReceiveAsync()).Text);
        ReceivedResponse second = await served.Client.ReceiveAsync();
        Assert.Equal(what == "throw" ? 500 : 200, second.Status);
        Assert.Equal("/3", (await served.Client.ReceiveAsync()).Text);
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    [Attack("FR-24")]
    public async Task A_client_that_leaves_while_earlier_answers_are_leaving_ends_the_connection()
    {
        TaskCompletionSource slow = new();
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                await (exchange.Request.Path == "/slow" ? slow.Task : Task.CompletedTask);
                await exchange.Response.WriteAsync(new string('a', 6000));
            },
            options: new MemoryOptions { WindowBytes = 4096 },
            sentBefore: Requests.Get() + Requests.Get("/slow"));
        served.Client.Connection.Abort();
        slow.SetResult();
        Assert.Equal(ConnectionEndCause.PeerReset, (await served.EndAsync()).Cause);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Attack("FR-24")]
    [Rfc("9112", "9.3.2")]
    public async Task Answers_stay_in_order_whoever_comes_first_to_send_them()
    {
        // On real threads: the handler and the connection race for what waits.
        const int rounds = 500;
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                if (exchange.Request.Path[1] == 'b')
                {
                    await Task.Yield();
                    await exchange.Response.WriteAsync(exchange.Request.Path);
                    await exchange.Response.FlushAsync();
                    return;
                }

                await exchange.Response.WriteAsync(exchange.Request.Path);
            },
            options: new MemoryOptions { IsInline = false });
        string requests = string.Concat(
            Enumerable.Range(0, rounds).Select(round => Requests.Get($"/a{round}") + Requests.Get($"/b{round}")));
        Task sending = served.Client.SendAsync(requests);
        for (int round = 0; round < rounds; round++)
        {
            Assert.Equal($"/a{round}", (await served.Client.ReceiveAsync()).Text);
            Assert.Equal($"/b{round}", (await served.Client.ReceiveAsync()).Text);
        }

        await sending;
    }

    private static async Task DoAsync(HttpExchange exchange, string what)
    {
        switch (what)
        {
            case "flush":
                await exchange.Response.FlushAsync();
                break;
            case "read":
                Assert.Equal(4, await exchange.Request.Body.ReadAtLeastAsync(new byte[9], 9, throwOnEndOfStream: false));
                break;
            case "large":
                await exchange.Response.WriteAsync(new byte[100_000]);
                break;
            default:
                throw new TimeoutException();
        }
    }
}
