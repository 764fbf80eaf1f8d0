// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// The threads that run event loops, and those that take a loop over, or a single dispatch, when somebody's code blocks.
/// Bounded; threads that have nothing to do for a while end. Thread-safe.
/// </summary>
internal sealed class LoopThreads
{
    /// <summary>
    /// How many threads there are at most. Each may be stuck in one handler that blocks; beyond that, blocking handlers
    /// wait for each other. A thousand, as in FT-06, and some.
    /// </summary>
    public const int Max = 1024;

    /// <summary>Of these, how many are kept for loops that have to change hands.</summary>
    private const int KeptForLoops = 16;

    /// <summary>How long a thread waits for work before it ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<LoopThread> _parked = [];
    private readonly Queue<ILoopWork> _queue = new();
    private int _count;
    private bool _isStopping;

    /// <summary>How many threads there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>A thread that has no work, for the caller to give some or to give back; null when all are at work.</summary>
    public LoopThread? TryTake() => TryTake(Max, whenAllAreAtWork: null);

    /// <summary>Takes back a thread that was not needed.</summary>
    public void GiveBack(LoopThread thread)
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                // Nobody takes it any more, so nobody would tell it to end.
                _count--;
                thread.Give(null);
                return;
            }

            _parked.Add(thread);
        }
    }

    /// <summary>
    /// Runs the work on a thread of its own as soon as one is free; false when the system has no thread left.
    /// </summary>
    public bool TryRun(ILoopWork work)
    {
        bool isQueued = false;
        LoopThread? thread = TryTake(Max - KeptForLoops, () =>
        {
            _queue.Enqueue(work);
            isQueued = true;
        });
        thread?.Give(work);
        return thread is not null || isQueued;
    }

    /// <summary>Waits for a thread's next work; null when there will be none.</summary>
    public ILoopWork? NextFor(LoopThread thread)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out ILoopWork? queued))
            {
                return queued;
            }

            if (_isStopping)
            {
                _count--;
                return null;
            }

            _parked.Add(thread);
        }

        if (thread.TryWait(Patience, out ILoopWork? work))
        {
            return work;
        }

        lock (_gate)
        {
            if (_parked.Remove(thread))
            {
                _count--;
                return null;
            }
        }

        // Taken in the last moment, by somebody who starts it or gives it back.
        thread.TryWait(Timeout.InfiniteTimeSpan, out work);
        return work;
    }

    /// <summary>Lets the threads end as they finish what they do.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            _parked.ForEach(thread => thread.Give(null));
            _count -= _parked.Count;
            _parked.Clear();
        }
    }

    private LoopThread? TryTake(int max, Action? whenAllAreAtWork)
    {
        lock (_gate)
        {
            if (_parked.Count > 0)
            {
                LoopThread parked = _parked[^1];
                _parked.RemoveAt(_parked.Count - 1);
                return parked;
            }

            if (_count >= max)
            {
                // In the lock: whoever finishes looks here before it parks.
                whenAllAreAtWork?.Invoke();
                return null;
            }

            _count++;
        }

        LoopThread thread = new(this);
        if (thread.TryBegin())
        {
            return thread;
        }

        lock (_gate)
        {
            _count--;
        }

        return null;
    }
}
