// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;

namespace Linnet.Sockets;

/// <summary>One dispatch on a thread of its own, beside the loop: for a target that has blocked before.</summary>
internal sealed class LoopDispatch(EventLoop loop, LoopTarget target, long key, LoopEvents events) : ILoopWork
{
    /// <summary>What is over sooner would not have been noticed on the loop either.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(2);

    /// <inheritdoc/>
    public void Run()
    {
        if (target.Key != key)
        {
            // Another loop watches it by now, and has told of what there was to be told when it began to.
            return;
        }

        long began = Stopwatch.GetTimestamp();
        target.OnEvents(events);
        bool isQuick = Stopwatch.GetElapsedTime(began) < Quick;
        if (isQuick)
        {
            target.CountQuick();
        }
        else
        {
            target.CountBlocked();
        }

        loop.CountElsewhere(isQuick);
    }
}
