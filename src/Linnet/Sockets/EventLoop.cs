// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Waits for the events of many descriptors and runs what waits for them, inline, on the thread that owns the loop. When
/// that thread gets stuck in somebody's code, <see cref="LoopMonitor"/> takes the loop away and gives it to another.
/// </summary>
/// <remarks>
/// A thread that has lost the loop finishes the one connection it is in and touches the loop no more. An event is taken
/// off the batch before its dispatch begins, and the batch belongs to the loop, so the next owner goes on with the event
/// behind it: none is lost and none is seen twice.
/// </remarks>
internal sealed class EventLoop : ILoopWork
{
    /// <summary>For how long trust has to be earned after something has blocked.</summary>
    private const int WaryMilliseconds = 1000;

    /// <summary>How many dispatches in a row have to be quick for the loop to be calm again before that.</summary>
    private const int QuickToCalm = 16;

    /// <summary>The key of what ends the loop; targets have others.</summary>
    private const long Bell = 0;

    /// <summary>Half a millisecond for all events that were there at once.</summary>
    private static readonly long LongRound = Stopwatch.Frequency / 2000;

    private static uint _lastNumber;

    private readonly EpollSet _set = new();
    private readonly LinuxDescriptor _bell;
    private readonly LoopThreads _threads;
    private readonly LoopMonitor _monitor;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private LoopTarget?[] _targets = new LoopTarget?[64];
    private int _used;

    // In the far future while it waits.
    private long _roundBegan;
    private long _lastRound;
    private LoopTarget? _current;
    private LoopOwnership _ownership;
    private long _waryUntil;
    private int _threadNumber;
    private int _owner;
    private int _handOffs;
    private int _quickElsewhere;

    /// <summary>A loop that nobody runs yet.</summary>
    public EventLoop(LoopThreads threads, LoopMonitor monitor)
    {
        _threads = threads;
        _monitor = monitor;
        LinuxDescriptor? bell = null;
        try
        {
            bell = LinuxDescriptor.Require(LinuxSocketCalls.CreateEventCounter(0, LinuxSocketCalls.CloseOnExec), "eventfd");
            _set.Add(bell, LoopEvents.Readable, Bell);
            _bell = bell;
        }
        catch
        {
            bell?.Dispose();
            _set.Dispose();
            throw;
        }
    }

    /// <summary>The number of the dispatch and whether it is under way; see <see cref="LoopOwnership"/>.</summary>
    public long State => _ownership.State;

    /// <summary>The system's number of the thread that owns the loop, or did a moment ago.</summary>
    public int ThreadNumber => Volatile.Read(ref _threadNumber);

    /// <summary>How many times the loop has been taken from a stuck thread.</summary>
    public int HandOffs => Volatile.Read(ref _handOffs);

    /// <summary>
    /// True when who is new here would have to wait: the loop has been at what came at once for half a millisecond, or was for as
    /// long just before, or it does not trust newcomers and gives each a thread.
    /// </summary>
    public bool IsBusy =>
        Volatile.Read(ref _lastRound) > LongRound
        || Stopwatch.GetTimestamp() - Volatile.Read(ref _roundBegan) > LongRound
        || IsWary;

    /// <summary>True for a while after something has blocked.</summary>
    public bool IsWary
    {
        get
        {
            long until = Volatile.Read(ref _waryUntil);
            return until != 0 && Environment.TickCount64 < until;
        }
    }

    /// <summary>
    /// True when the caller runs inside the loop's dispatch of the target. What it has received then the loop tells of no
    /// more: the system looks at each descriptor anew when it is asked for the next batch.
    /// </summary>
    public bool IsInDispatchOf(LoopTarget target) =>
        Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId && _current == target;

    /// <summary>Watches a descriptor for its target, which must be removed.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system has no memory for it.</exception>
    public void Add(SafeHandle descriptor, LoopTarget target, LoopEvents events)
    {
        long key;
        lock (_gate)
        {
            if (!_free.TryPop(out int index))
            {
                index = _used;
                if (index == _targets.Length)
                {
                    LoopTarget?[] grown = new LoopTarget?[2 * index];
                    _targets.CopyTo(grown, 0);
                    Volatile.Write(ref _targets, grown);
                }

                // Not before there was memory for it.
                _used++;
            }

            // A number of its own each time, in all loops: an event that was on its way to the last user of this place, or to this
            // one when another loop watched it, finds nobody.
            key = ((long)Interlocked.Increment(ref _lastNumber) << 32) | (uint)(index + 1);
            _targets[index] = target;
            target.Key = key;
        }

        try
        {
            _set.Add(descriptor, events, key);
        }
        catch
        {
            Remove(target);
            throw;
        }
    }

    /// <summary>Forgets a target; closing its descriptor is what ends the watching. May be called again.</summary>
    public void Remove(LoopTarget target)
    {
        long key = target.TakeKey();
        if (key == 0)
        {
            return;
        }

        lock (_gate)
        {
            int index = IndexOf(key);
            _targets[index] = null;
            _free.Push(index);
        }
    }

    /// <summary>Forgets a target whose socket another process may have open too, so that closing it does not end the watching.</summary>
    public void Remove(LoopTarget target, SafeHandle descriptor)
    {
        _set.Remove(descriptor);
        Remove(target);
    }

    /// <summary>Runs the loop on the calling thread until it is stopped or taken away.</summary>
    public void Run()
    {
        // Before the next batch is asked for: see IsInDispatchOf.
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        Volatile.Write(ref _threadNumber, LinuxSocketCalls.ThreadNumber());
        Volatile.Write(ref _roundBegan, Stopwatch.GetTimestamp());
        while (true)
        {
            if (_set.IsEmpty)
            {
                WaitForEvents();
            }

            LoopEvents events = _set.Take(out long key);
            if (key == Bell)
            {
                // Only now: whoever rings it wants it no more.
                Discard();
                return;
            }

            if (Find(key) is { } target && !TryDispatch(target, key, events))
            {
                return;
            }
        }
    }

    /// <summary>Takes the loop from a thread that is stuck in a dispatch; true when it was still in it.</summary>
    /// <param name="stuck">The number of the dispatch.</param>
    public bool TryTake(long stuck)
    {
        if (!_ownership.TryTake(stuck))
        {
            return false;
        }

        if (_current?.IsOurs == false)
        {
            Volatile.Write(ref _waryUntil, Environment.TickCount64 + WaryMilliseconds);
        }

        Interlocked.Increment(ref _handOffs);
        return true;
    }

    /// <summary>A dispatch beside the loop has ended. Enough quick ones in a row end the wariness.</summary>
    public void CountElsewhere(bool isQuick)
    {
        int quick = isQuick ? Interlocked.Increment(ref _quickElsewhere) : Interlocked.Exchange(ref _quickElsewhere, 0);
        if (quick >= QuickToCalm)
        {
            Volatile.Write(ref _quickElsewhere, 0);
            Volatile.Write(ref _waryUntil, 0);
        }
    }

    /// <summary>Ends the loop, which must not watch anything any more.</summary>
    public void Stop()
    {
        ReadOnlySpan<byte> one = BitConverter.GetBytes(1UL);
        while (LinuxSocketCalls.Write(_bell, in MemoryMarshal.GetReference(one), one.Length) < 0
            && Marshal.GetLastPInvokeError() == LinuxSocketCalls.Interrupted)
        {
            // A bell that was not heard would leave the thread waiting for ever.
        }
    }

    /// <summary>Gives back what a loop holds that nobody has run.</summary>
    public void Discard()
    {
        _set.Dispose();
        _bell.Dispose();
    }

    private static int IndexOf(long key) => (int)(uint)key - 1;

    private void WaitForEvents()
    {
        long ended = Stopwatch.GetTimestamp();
        long lasted = ended - _roundBegan;
        Volatile.Write(ref _roundBegan, long.MaxValue);
        _set.Wait();
        long began = Stopwatch.GetTimestamp();

        // Who has had time to sleep is not late any more.
        Volatile.Write(ref _lastRound, began - ended > LongRound ? 0 : lasted);
        Volatile.Write(ref _roundBegan, began);
    }

    private LoopTarget? Find(long key)
    {
        LoopTarget?[] targets = Volatile.Read(ref _targets);
        int index = IndexOf(key);
        LoopTarget? target = (uint)index < (uint)targets.Length ? Volatile.Read(ref targets[index]) : null;
        return target?.Key == key ? target : null;
    }

    /// <summary>Runs a target's code; false when the loop was taken away meanwhile.</summary>
    private bool TryDispatch(LoopTarget target, long key, LoopEvents events)
    {
        if (target.IsSuspect(IsWary) && _threads.TryRun(new LoopDispatch(this, target, key, events)))
        {
            return true;
        }

        // A monitor that is about to sleep either sees this dispatch or is seen asleep.
        _current = target;
        long dispatch = _ownership.Enter();
        if (_monitor.IsAsleep)
        {
            _monitor.Wake();
        }

        target.OnEvents(events);
        if (!_ownership.TryLeave(dispatch))
        {
            target.CountBlocked();
            return false;
        }

        target.CountQuick();
        _current = null;
        return true;
    }
}
