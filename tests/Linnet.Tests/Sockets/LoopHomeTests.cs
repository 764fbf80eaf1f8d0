// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>Which loop a connection is watched by, and that nothing is lost on the way from one to another.</summary>
public sealed class LoopHomeTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void A_connection_settles_when_it_waits_for_the_second_time()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        EventLoops loops = EventLoops.Acquire();
        try
        {
            Assert.Contains(Enumerable.Range(0, 10_000), _ => SettlesLate(loops));
        }
        finally
        {
            loops.Release();
        }
    }

    [Fact]
    public async Task Connections_that_stay_are_spread_over_all_loops()
    {
        Assert.SkipUnless(EventLoops.IsSupported && Environment.ProcessorCount > 1, "There is one event loop, or none.");
        const int Connections = 16;
        ConcurrentBag<int> threads = [];
        await using RunningServer server = await RunningServer.StartAsync(
            exchange =>
            {
                if (exchange.Request.Path == "/3")
                {
                    threads.Add(Environment.CurrentManagedThreadId);
                }

                return exchange.Response.WriteAsync("whole", Cancelled);
            },
            new HttpServerOptions { Transport = SocketTransport.EventLoop });
        List<Connection> connections = [];
        for (int index = 0; index < Connections; index++)
        {
            connections.Add(await server.ConnectAsync());
        }

        foreach (Connection connection in connections)
        {
            foreach (string path in new[] { "/1", "/2", "/3" })
            {
                await RunningServer.SendAsync(connection, $"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
                await RunningServer.ReadUntilAsync(connection, "whole");
            }

            await connection.DisposeAsync();
        }

        Assert.Equal(Connections, threads.Count);
        Assert.True(threads.Distinct().Count() > 1, "All of them were served by one thread.");
    }

    [Fact]
    public async Task What_comes_while_a_connection_moves_is_received()
    {
        for (int round = 0; round < 300; round++)
        {
            await using ConnectedPair pair = await ConnectedPair.OpenAsync();
            byte[] buffer = new byte[8];
            for (byte sent = 1; sent <= 4; sent++)
            {
                // Beside the receive that waits for it, which from the second on may be what moves the connection.
                Task sending = Task.Run(async () => await pair.Client.SendAllAsync(new[] { sent }, Cancelled), Cancelled);
                Assert.Equal(1, await pair.Server.ReceiveAsync(buffer, Cancelled).AsTask().WaitAsync(Bound, Cancelled));
                Assert.Equal(sent, buffer[0]);
                await sending;
            }
        }
    }

    [Fact]
    public async Task A_receive_and_a_send_that_wait_while_their_connection_moves_both_end()
    {
        byte[] large = new byte[8 << 20];
        for (int round = 0; round < 10; round++)
        {
            await using ConnectedPair pair = await ConnectedPair.OpenAsync();
            byte[] buffer = new byte[1 << 16];
            Task<int> receiving = pair.Server.ReceiveAsync(new byte[8], Cancelled).AsTask();
            Task sending = pair.Server.SendAllAsync(large, Cancelled).AsTask();
            for (int received = 0; received < large.Length;)
            {
                received += await pair.Client.ReceiveAsync(buffer, Cancelled).AsTask().WaitAsync(Bound, Cancelled);
            }

            await sending.WaitAsync(Bound, Cancelled);
            Assert.False(receiving.IsCompleted);
            await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
            Assert.Equal(1, await receiving.WaitAsync(Bound, Cancelled));
        }
    }

    [Fact]
    public async Task A_connection_that_is_closed_while_it_moves_is_held_by_nobody()
    {
        List<WeakReference> closed = [];
        for (int round = 0; round < 1000; round++)
        {
            closed.Add(await CloseWhileItMovesAsync(delay: round % 200 * 5));
        }

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return !closed.Exists(connection => connection.IsAlive);
        });
    }

    /// <summary>False when its loop had too much to do, so that it was settled at once.</summary>
    private static bool SettlesLate(EventLoops loops)
    {
        using LinuxDescriptor counter = LinuxDescriptor.Require(
            LinuxSocketCalls.CreateEventCounter(1, LinuxSocketCalls.CloseOnExec), "eventfd");
        LoopHome home = new(loops, loops.Next(), new Nobody());
        bool isNew = !home.IsSettled;
        home.Enter(counter);
        home.Wait(counter);
        Assert.NotEqual(isNew, home.IsSettled);
        home.Wait(counter);
        Assert.True(home.IsSettled);
        home.Leave();
        return isNew;
    }

    private static async Task<WeakReference> CloseWhileItMovesAsync(int delay)
    {
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        byte[] buffer = new byte[8];
        Task<int> first = pair.Server.ReceiveAsync(buffer, Cancelled).AsTask();
        await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
        Assert.Equal(1, await first.WaitAsync(Bound, Cancelled));

        using Barrier together = new(2);
        Task closing = Task.Run(
            () =>
            {
                together.SignalAndWait(Cancelled);
                Thread.SpinWait(delay);
                pair.Server.Abort();
            },
            Cancelled);
        together.SignalAndWait(Cancelled);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
            await pair.Server.ReceiveAsync(buffer, Cancelled).AsTask().WaitAsync(Bound, Cancelled));
        await closing;
        return new WeakReference(pair.Server);
    }

    private sealed class Nobody : ILoopClient
    {
        public void OnEvents(LoopEvents events)
        {
        }
    }
}
