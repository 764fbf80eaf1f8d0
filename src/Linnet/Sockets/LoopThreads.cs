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
    /// wait for each other.
    /// </summary>
    public const int Max = 256;

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

    /// <summary>A thread that has no work, for the caller to start or to give back; null when all are at work.</summary>
    public LoopThread? TryTake()
    {
        lock (_gate)
        {
            return TakeBelow(Max);
        }
    }

    /// <summary>Takes back a thread that was not needed.</summary>
    public void GiveBack(LoopThread thread)
    {
        lock (_gate)
        {
            if (thread.IsNew)
            {
                _count--;
            }
            else
            {
                _parked.Add(thread);
            }
        }
    }

    /// <summary>Runs the work on a thread of its own as soon as one is free.</summary>
    public void Run(ILoopWork work)
    {
        LoopThread? thread;
        lock (_gate)
        {
            thread = TakeBelow(Max - KeptForLoops);
            if (thread is null)
            {
                _queue.Enqueue(work);
            }
        }

        thread?.Start(work);
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
            _parked.ForEach(thread => thread.Start(null));
            _count -= _parked.Count;
            _parked.Clear();
        }
    }

    private LoopThread? TakeBelow(int max)
    {
        if (_parked.Count > 0)
        {
            LoopThread parked = _parked[^1];
            _parked.RemoveAt(_parked.Count - 1);
            return parked;
        }

        if (_count >= max)
        {
            return null;
        }

        _count++;
        return new LoopThread(this);
    }
}
