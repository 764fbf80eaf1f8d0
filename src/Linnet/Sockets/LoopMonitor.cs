// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Looks at the event loops every few milliseconds while they are at work, and takes a loop from a thread that has been
/// stuck in one dispatch for about five. Sleeps while nothing happens.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A loop that stops at the last moment may still want to wake the monitor; the event is only memory.")]
internal sealed class LoopMonitor(LoopThreads threads)
{
    /// <summary>Two looks at the same dispatch, so it has lasted for four to six milliseconds.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    /// <summary>Looks without anything new before the monitor sleeps: 10 ms, for a server that is asked now and then.</summary>
    private const int QuietLooks = 5;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private LoopWatch[] _watches = [];
    private int _isAsleep;
    private volatile bool _isStopping;

    /// <summary>True when a dispatch has to <see cref="Wake"/> the monitor.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep) != 0;

    /// <summary>Begins to watch the loops.</summary>
    public void Start(EventLoop[] loops)
    {
        _watches = Array.ConvertAll(loops, loop => new LoopWatch(loop));
        Thread thread = new(Run) { IsBackground = true, Name = "Linnet monitor" };
        thread.UnsafeStart();
    }

    /// <summary>Wakes the monitor if it sleeps.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isAsleep, 0) != 0)
        {
            _wake.Set();
        }
    }

    /// <summary>Ends the watching.</summary>
    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    private void Run()
    {
        int quiet = 0;
        while (!_isStopping)
        {
            _wake.WaitOne(Period);
            bool isAnythingNew = false;
            foreach (LoopWatch watch in _watches)
            {
                isAnythingNew |= watch.Look(threads);
            }

            quiet = isAnythingNew ? 0 : quiet + 1;
            if (quiet >= QuietLooks)
            {
                quiet = 0;
                Sleep();
            }
        }
    }

    private void Sleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        if (_isStopping || Array.Exists(_watches, watch => watch.IsDispatching))
        {
            // Begun before we were seen asleep. Whoever sees it now leaves a signal, which shortens a later sleep.
            Interlocked.Exchange(ref _isAsleep, 0);
            return;
        }

        _wake.WaitOne();
    }
}
