// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Channels;
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
    public async Task A_connection_that_waits_for_the_third_time_moves_and_is_told_there()
    {
        Assert.SkipUnless(EventLoops.IsSupported && Environment.ProcessorCount > 1, "There is one event loop, or none.");
        EventLoops loops = EventLoops.Acquire();
        try
        {
            // Other tests' handlers block the same loops, which then trust no newcomer for a second.
            var watch = Stopwatch.StartNew();
            int moved = 0;
            while (moved < 4 && watch.Elapsed < Bound)
            {
                moved += await MovesAsync(loops) ? 1 : 0;
            }

            Assert.Equal(4, moved);
        }
        finally
        {
            loops.Release();
        }
    }

    [Fact]
    public async Task A_busy_loop_deals_out_who_is_accepted_and_who_is_about_to_begin()
    {
        Assert.SkipUnless(EventLoops.IsSupported && Environment.ProcessorCount > 1, "There is one event loop, or none.");
        EventLoops loops = EventLoops.Acquire();
        try
        {
            // The next loop in turn is the busy one itself for one in so many.
            var watch = Stopwatch.StartNew();
            int begunElsewhere = 0;
            while (begunElsewhere < 4 && watch.Elapsed < Bound)
            {
                using Newcomer newcomer = new(loops);
                begunElsewhere += await newcomer.BeginsElsewhereAsync() ? 1 : 0;
            }

            Assert.Equal(4, begunElsewhere);
        }
        finally
        {
            loops.Release();
        }
    }

    [Fact]
    public async Task A_loop_is_busy_after_a_long_round_until_it_has_slept()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        using LoneLoop loop = new();

        // Whether it sleeps in between, and is not interrupted where it must not be, is up to the system.
        await Eventually.TrueAsync(() => IsBusyAfterALongRound(loop, sleeps: false));
        await Eventually.TrueAsync(() => !IsBusyAfterALongRound(loop, sleeps: true));
    }

    [Fact]
    public void What_was_on_its_way_to_a_connection_that_has_moved_finds_nobody()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        LoopThreads threads = new();
        EventLoop loop = new(threads, new LoopMonitor(threads));
        Counting client = new();
        LoopTarget target = new(client, isOurs: false) { Key = 2 };
        new LoopDispatch(loop, target, key: 1, LoopEvents.Readable).Run();
        Assert.Equal(0, client.Events);
        new LoopDispatch(loop, target, key: 2, LoopEvents.Readable).Run();
        Assert.Equal(1, client.Events);
        loop.Discard();
    }

    [Fact]
    public void A_loop_that_is_stopped_while_it_hears_of_something_else_ends()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        for (int round = 0; round < 200; round++)
        {
            using LoneLoop loop = new();
            loop.Watch(() => { });
        }
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
                // Beside the receive that waits for it, which from the third on may be what moves the connection.
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
            await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
            Assert.Equal(1, await pair.Server.ReceiveAsync(buffer, Cancelled).AsTask().WaitAsync(Bound, Cancelled));
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

    /// <summary>False when its loop was busy, so that it was settled at once, and when the other loop's turn was its own.</summary>
    private static async Task<bool> MovesAsync(EventLoops loops)
    {
        using LinuxDescriptor counter = LinuxDescriptor.Require(
            LinuxSocketCalls.CreateEventCounter(1, LinuxSocketCalls.CloseOnExec), "eventfd");
        Listening client = new();
        LoopHome home = new(loops, loops.Next(), client);
        bool isNew = !home.IsSettled;
        home.Enter(counter);
        int first = await client.NextThreadAsync();
        for (int waits = 0; waits < 2; waits++)
        {
            home.Wait(counter);
            Assert.Equal(isNew, !home.IsSettled);
        }

        home.Wait(counter);
        Assert.True(home.IsSettled);
        bool moves = isNew && (await client.NextThreadOrNoneAsync()) is { } second && second != first;
        home.Leave();
        return moves;
    }

    private static async Task<WeakReference> CloseWhileItMovesAsync(int delay)
    {
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        byte[] buffer = new byte[8];
        for (int waits = 0; waits < 2; waits++)
        {
            Task<int> receiving = pair.Server.ReceiveAsync(buffer, Cancelled).AsTask();
            await pair.Client.SendAllAsync(new byte[] { 1 }, Cancelled);
            Assert.Equal(1, await receiving.WaitAsync(Bound, Cancelled));
        }

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

    /// <summary>Whether the loop is busy in the round that follows one of a millisecond, at once or after a sleep.</summary>
    private static bool IsBusyAfterALongRound(LoneLoop loop, bool sleeps)
    {
        using ManualResetEventSlim isOver = new();
        using ManualResetEventSlim isAsked = new();
        bool isBusy = false;
        loop.Watch(() =>
        {
            SpinUntil(() => loop.IsBusy);
            if (!sleeps)
            {
                Ask();
            }

            isOver.Set();
        });
        Assert.True(isOver.Wait(Bound, Cancelled));
        if (sleeps)
        {
            // Twice as long as what makes a round long.
            isAsked.Wait(TimeSpan.FromMilliseconds(1), Cancelled);
            Ask();
        }

        Assert.True(isAsked.Wait(Bound, Cancelled));
        return isBusy;

        void Ask() => loop.Watch(() =>
        {
            isBusy = loop.IsBusy;
            isAsked.Set();
        });
    }

    private static void SpinUntil(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo() && watch.Elapsed < Bound)
        {
            Thread.SpinWait(20);
        }
    }

    /// <summary>A connection whose loop has been at something for long when it is about to begin.</summary>
    private sealed class Newcomer : ILoopClient, IDisposable
    {
        private readonly LinuxDescriptor _counter = LinuxDescriptor.Require(
            LinuxSocketCalls.CreateEventCounter(1, LinuxSocketCalls.CloseOnExec), "eventfd");

        private readonly TaskCompletionSource<bool> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> _dealtOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly EventLoops _loops;
        private readonly EventLoop _accepting;
        private LoopHome _home;
        private int _firstThread;
        private bool _hasMoved;

        public Newcomer(EventLoops loops)
        {
            _loops = loops;
            _accepting = loops.Next();
            _home = new LoopHome(loops, _accepting, this);
        }

        public async Task<bool> BeginsElsewhereAsync()
        {
            if (_home.IsSettled)
            {
                // Another test's handlers have made the loop busy before this could.
                return false;
            }

            _home.Enter(_counter);
            Assert.True(await _dealtOut.Task.WaitAsync(Bound, Cancelled), "A newcomer stays on a busy loop.");
            return await _begun.Task.WaitAsync(Bound, Cancelled);
        }

        public void OnEvents(LoopEvents events)
        {
            if (_hasMoved)
            {
                _begun.TrySetResult(Environment.CurrentManagedThreadId != _firstThread);
                return;
            }

            _firstThread = Environment.CurrentManagedThreadId;
            SpinUntil(() => _accepting.IsBusy);
            _hasMoved = true;
            if (!_home.TryBeginElsewhere(_counter))
            {
                _begun.TrySetResult(false);
            }

            _dealtOut.SetResult(new LoopHome(_loops, _accepting, this).IsSettled);
        }

        public void Dispose()
        {
            _home.Leave();
            _counter.Dispose();
        }
    }

    private sealed class Counting : ILoopClient
    {
        public int Events { get; private set; }

        public void OnEvents(LoopEvents events) => Events++;
    }

    /// <summary>Tells on which thread it hears of something.</summary>
    private sealed class Listening : ILoopClient
    {
        private readonly Channel<int> _threads = Channel.CreateUnbounded<int>();

        public void OnEvents(LoopEvents events) => _threads.Writer.TryWrite(Environment.CurrentManagedThreadId);

        public async Task<int> NextThreadAsync() => await _threads.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        public async Task<int?> NextThreadOrNoneAsync()
        {
            Task<bool> coming = _threads.Reader.WaitToReadAsync(Cancelled).AsTask();
            await Task.WhenAny(coming, Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled));
            return _threads.Reader.TryRead(out int thread) ? thread : null;
        }
    }
}
