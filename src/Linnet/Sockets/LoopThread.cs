// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>One thread of <see cref="LoopThreads"/>: runs what it is given, waits for more, and ends when none comes.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The thread disposes it, as the last thing it does.")]
internal sealed class LoopThread(LoopThreads threads)
{
    // Not a SemaphoreSlim: that spins before it waits, and there are many waits.
    private readonly AutoResetEvent _given = new(initialState: false);
    private ILoopWork? _work;

    /// <summary>Starts the thread, which waits for work; false when the system has no thread left.</summary>
    public bool TryBegin()
    {
        Thread thread = new(Run) { IsBackground = true, Name = "Linnet event loop" };
        try
        {
            // No execution context of whoever starts a server may live on in the thread.
            thread.UnsafeStart();
            return true;
        }
        catch (Exception failure) when (failure is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>Gives the thread, which has no work, something to run; null ends it.</summary>
    public void Give(ILoopWork? work)
    {
        _work = work;
        _given.Set();
    }

    /// <summary>Waits until <see cref="Give"/> is called; false when it is not in time.</summary>
    public bool TryWait(TimeSpan patience, out ILoopWork? work)
    {
        bool isGiven = _given.WaitOne(patience);
        work = isGiven ? _work : null;

        // What it ran once is not to be held by a thread that waits.
        _work = isGiven ? null : _work;
        return isGiven;
    }

    private void Run()
    {
        TryWait(Timeout.InfiniteTimeSpan, out ILoopWork? work);
        while (work is not null)
        {
            work.Run();
            work = threads.NextFor(this);
        }

        _given.Dispose();
    }
}
