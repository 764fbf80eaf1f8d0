// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Load.HandOffs;
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
    public async Task A_loop_is_taken_from_a_handler_that_blocks()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        using LoneLoop loop = new();
        using ManualResetEventSlim gate = new();
        using ManualResetEventSlim neighbour = new();
        TaskCompletionSource returned = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            loop.Watch(() =>
            {
                gate.Wait(Cancelled);
                returned.SetResult();
            });
            await Eventually.TrueAsync(() => loop.HandOffs == 1);
            loop.Watch(neighbour.Set);
            await Eventually.TrueAsync(() => neighbour.IsSet);
            Assert.False(returned.Task.IsCompleted);
        }
        finally
        {
            gate.Set();
        }

        await returned.Task;
        Assert.InRange(loop.ThreadCount, 1, 3);
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
    [InlineData("before it begins")]
    [InlineData("after it has begun")]
    public async Task The_first_work_of_a_connection_runs_once_even_when_it_is_aborted(string moment)
    {
        // Which of the two comes first, the abort or the first event, is up to the threads: many times, so both do.
        for (int round = 0; round < 200; round++)
        {
            await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
            FirstWork first = new();
            if (moment == "before it begins")
            {
                pair.Server.Abort();
                pair.Server.Begin(first);
            }
            else
            {
                pair.Server.Begin(first);
                pair.Server.Abort();
            }

            await first.Begun.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            await pair.Client.DisposeAsync();
            Assert.Equal(1, first.Times);
        }
    }

    [Fact]
    public void No_readiness_is_lost_between_the_one_who_hears_and_the_one_who_waits()
    {
        ReadinessPair pair = new(200_000);
        Assert.True(pair.Run(), $"{pair.Consumed} taken");
        Assert.True(pair.Waits > 0, "Nobody ever waited.");
    }

    [Fact]
    public void A_loop_has_one_owner_however_hard_it_is_contended_for()
    {
        OwnershipRace race = new(200_000);
        race.Run();
        Assert.Equal(0, race.Violations);
        Assert.True(race.Dispatched >= 200_000, $"{race.Dispatched} dispatches");
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
