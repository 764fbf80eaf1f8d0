// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Threading;

namespace Linnet.Load.Serving;

/// <summary>Watches the memory of this process.</summary>
internal sealed class MemoryPeak : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Timer _timer;
    private long _managed;

    /// <summary>Begins to watch.</summary>
    public MemoryPeak() => _timer = new Timer(static peak => ((MemoryPeak)peak!).Look(), this, Interval, Interval);

    /// <summary>The most that was resident, as the system saw it (on Linux VmHWM); and the most on the managed heap, as we did.</summary>
    public MemoryReport Report()
    {
        Look();
        using Process process = Process.GetCurrentProcess();
        return new MemoryReport(process.PeakWorkingSet64, Volatile.Read(ref _managed));
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Garbage counts until it is collected.
        long now = GC.GetTotalMemory(forceFullCollection: false);
        long seen = Volatile.Read(ref _managed);
        while (now > seen)
        {
            long before = Interlocked.CompareExchange(ref _managed, now, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
