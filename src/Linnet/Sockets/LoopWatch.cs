// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What the monitor remembers of one loop from look to look.</summary>
internal sealed class LoopWatch(EventLoop loop)
{
    private const int Looks = 2;

    /// <summary>Nanoseconds of computing from the first look on that make a dispatch a long one.</summary>
    private const long Computed = 1_000_000;

    private long _seen;
    private int _looks;
    private long _processorTime;

    /// <summary>True when the loop runs somebody's code at this moment.</summary>
    public bool IsDispatching => LoopOwnership.IsDispatching(loop.State);

    /// <summary>Looks at the loop, and takes it away from a stuck thread; false when nothing has happened since last time.</summary>
    public bool Look(LoopThreads threads)
    {
        long state = loop.State;
        if (state != _seen || !LoopOwnership.IsDispatching(state))
        {
            bool isNew = state != _seen;
            _seen = state;
            _looks = 0;
            return isNew;
        }

        if (++_looks == 1)
        {
            _processorTime = ThreadTimes.ProcessorTime(loop.ThreadNumber);
        }

        // While the loop is wary, one look is enough for a thread that blocks: it is likely that this one does, too.
        if (_looks >= Looks ? IsBlocked || HasComputed : loop.IsWary && IsBlocked)
        {
            HandOver(state, threads);
        }

        return true;
    }

    /// <summary>
    /// False for a thread that would go on if the machine had a processor for it: another thread would get none either.
    /// </summary>
    private bool IsBlocked => ThreadTimes.IsBlocked(loop.ThreadNumber);

    private bool HasComputed => ThreadTimes.ProcessorTime(loop.ThreadNumber) - _processorTime >= Computed;

    private void HandOver(long stuck, LoopThreads threads)
    {
        if (threads.TryTake() is not { } thread)
        {
            return;
        }

        if (loop.TryTake(stuck))
        {
            thread.Give(loop);
        }
        else
        {
            threads.GiveBack(thread);
        }
    }
}
