// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>The handlers a server has running: who they are, when one leaves, when all have left. Thread-safe.</summary>
internal sealed class RunSet<T>
    where T : class, IRun
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _gate = new();
    private readonly List<T> _runs = [];
    private TaskCompletionSource? _departure;
    private TaskCompletionSource? _allGone;

    /// <summary>How many are running.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _runs.Count;
            }
        }
    }

    /// <summary>One more.</summary>
    public void Add(T run)
    {
        lock (_gate)
        {
            // In this order: there may be no memory for one more.
            _runs.Add(run);
            run.Index = _runs.Count - 1;
        }
    }

    /// <summary>One less; false when it had left before.</summary>
    public bool Remove(T run)
    {
        TaskCompletionSource? departure;
        lock (_gate)
        {
            int index = run.Index;
            if (index < 0)
            {
                return false;
            }

            // The last one takes the place that falls free: no search, no gap, and nothing to keep but a number.
            T last = _runs[^1];
            _runs[index] = last;
            last.Index = index;
            _runs.RemoveAt(_runs.Count - 1);
            run.Index = IRun.Gone;

            departure = _departure;
            _departure = null;
            if (_runs.Count == 0)
            {
                _allGone?.TrySetResult();
                _allGone = null;
            }
        }

        departure?.TrySetResult();
        return true;
    }

    /// <summary>Those running at this moment.</summary>
    public T[] ToArray()
    {
        lock (_gate)
        {
            return [.. _runs];
        }
    }

    /// <summary>Ends when the next one leaves.</summary>
    public Task NextDeparture()
    {
        lock (_gate)
        {
            _departure ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _departure.Task;
        }
    }

    /// <summary>Waits until none is running, or the deadline has come. Never fails.</summary>
    public async ValueTask WaitUntilGoneAsync(TimeSpan deadline, TimeProvider time)
    {
        // A timer ends within seven weeks. Who says more means for ever.
        TimeSpan wait = deadline > LongestTimer ? Timeout.InfiniteTimeSpan : deadline;
        try
        {
            await AllGone().WaitAsync(wait, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OutOfMemoryException)
        {
            // No timer can be made, and a stop without one may never end: the deadline has come.
        }
    }

    private Task AllGone()
    {
        lock (_gate)
        {
            if (_runs.Count == 0)
            {
                return Task.CompletedTask;
            }

            _allGone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allGone.Task;
        }
    }
}
