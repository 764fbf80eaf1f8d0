// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>What happens on an event loop when somebody's code does not return.</summary>
public sealed class EventLoopTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static HttpServerOptions Loop => new() { Transport = SocketTransport.EventLoop };

    [Fact]
    [Attack("FT-06")]
    public async Task Handlers_that_block_do_not_hold_up_their_neighbours()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        const int Blocked = 64;
        using ManualResetEventSlim gate = new();
        using CountdownEvent allBlocked = new(Blocked);
        await using RunningServer server = await RunningServer.StartAsync(
            exchange =>
            {
                if (exchange.Request.Path == "/block")
                {
                    allBlocked.Signal();
                    gate.Wait(Cancelled);
                }

                return exchange.Response.WriteAsync("whole", Cancelled);
            },
            Loop);
        try
        {
            Task<string>[] blocked = [.. Enumerable.Range(0, Blocked).Select(_ => AskAsync(server, "/block"))];

            // Whole answers on the same loops, while as many handlers as can be are stuck, and after all of them are.
            for (int round = 0; round < 200 || !allBlocked.IsSet; round++)
            {
                Assert.EndsWith("whole", await AskAsync(server, "/"), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(blocked, task => task.IsCompleted);
            gate.Set();
            string[] answers = await Task.WhenAll(blocked);
            Assert.All(answers, answer => Assert.EndsWith("whole", answer, StringComparison.Ordinal));
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public async Task A_loop_is_taken_from_a_handler_that_blocks_and_its_threads_are_bounded()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        EventLoops loops = EventLoops.Acquire();
        try
        {
            int before = loops.HandOffs;
            using ManualResetEventSlim gate = new();
            await using RunningServer server = await RunningServer.StartAsync(
                exchange =>
                {
                    gate.Wait(Cancelled);
                    return exchange.Response.WriteAsync("whole", Cancelled);
                },
                Loop);
            Task<string> blocked = AskAsync(server, "/");
            while (loops.HandOffs == before)
            {
                await Task.Yield();
            }

            Assert.False(blocked.IsCompleted);
            gate.Set();
            Assert.EndsWith("whole", await blocked, StringComparison.Ordinal);
            Assert.InRange(loops.ThreadCount, 1, LoopThreads.Max);
        }
        finally
        {
            loops.Release();
        }
    }

    [Fact]
    public async Task A_handler_that_waits_synchronously_for_its_own_loop_gets_what_it_waits_for()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        await using RunningServer server = await RunningServer.StartAsync(
            exchange =>
            {
                byte[] body = new byte[5];
                for (int read = 0; read < body.Length;)
                {
                    // What users do, and what deadlocks where the one thread that could deliver is the one that waits.
#pragma warning disable xUnit1031, MA0042, MA0045, CA1849
                    read += exchange.Request.Body.ReadAsync(body.AsMemory(read), Cancelled).AsTask().Result;
#pragma warning restore xUnit1031, MA0042, MA0045, CA1849
                }

                return exchange.Response.WriteAsync(body, Cancelled);
            },
            Loop);
        await using Connection connection = await server.ConnectAsync();
        await RunningServer.SendAsync(connection, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        foreach (char letter in "whole")
        {
            await RunningServer.SendAsync(connection, letter.ToString());
            await Task.Yield();
        }

        Assert.EndsWith("whole", await RunningServer.ReadUntilAsync(connection, "whole"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlers_that_hop_threads_answer_in_order()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            async exchange =>
            {
                int number = int.Parse(exchange.Request.QueryString, System.Globalization.CultureInfo.InvariantCulture);
                switch (number % 4)
                {
                    case 0:
                        await Task.Yield();
                        break;
                    case 1:
                        await Task.Delay(1, Cancelled);
                        break;
                    case 2:
                        await Task.Run(() => Thread.SpinWait(1000), Cancelled);
                        break;
                    default:
                        break;
                }

                await exchange.Response.WriteAsync($"<{number}>", Cancelled);
            },
            Loop);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskInTurnAsync(server, count: 200)));
    }

    [Theory]
    [InlineData(200_000)]
    public async Task No_readiness_is_lost_between_the_one_who_hears_and_the_one_who_waits(int rounds)
    {
        ReadinessPair pair = new();
        Thread producer = new(() => pair.Produce(rounds)) { IsBackground = true };
        producer.Start();
        await Task.Run(() => pair.Consume(rounds), Cancelled);
        Assert.Equal(rounds, pair.Consumed);
    }

    [Theory]
    [InlineData(200_000)]
    public void A_loop_has_one_owner_however_hard_it_is_contended_for(int dispatches)
    {
        OwnershipRace race = new(dispatches);
        race.Run();
        Assert.Equal(0, race.Violations);
        Assert.True(race.Dispatched >= dispatches, $"{race.Dispatched} dispatches");
        Assert.True(race.Taken > 0, "Nothing was ever taken.");
    }

    private static async Task<string> AskAsync(RunningServer server, string path) =>
        await server.AskAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    private static async Task AskInTurnAsync(RunningServer server, int count)
    {
        await using Connection connection = await server.ConnectAsync();
        IEnumerable<string> requests = Enumerable.Range(0, count).Select(n => $"GET /?{n} HTTP/1.1\r\nHost: a\r\n\r\n");
        await RunningServer.SendAsync(connection, string.Concat(requests));
        string answers = await RunningServer.ReadUntilAsync(connection, $"<{count - 1}>");
        int at = 0;
        for (int number = 0; number < count; number++)
        {
            at = answers.IndexOf($"<{number}>", at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"No answer {number} in its place.");
        }
    }
}
