// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// Says when the managed heap is near the end of the memory that this process may have. Looks after each garbage collection,
/// so that memory which is filled fast is looked at often, and one that rests costs nothing.
/// </summary>
/// <remarks>
/// What the collector may have is what <see cref="GCMemoryInfo.TotalAvailableMemoryBytes"/> says: of a container its limit, of
/// <c>DOTNET_GCHeapHardLimit</c> that, else the machine's memory. What other programs use of the machine does not count.
/// </remarks>
internal sealed class MemoryWatch : IDisposable
{
    // While a server answers 503 it allocates next to nothing, so nobody else would look again.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly int _mostPercent;
    private readonly Func<int> _usedPercent;
    private readonly Timer _again;
    private volatile bool _isShort;
    private volatile bool _isEnded;

    /// <summary>Begins to watch.</summary>
    /// <param name="mostPercent">From which part of its memory on a process is short of it.</param>
    public MemoryWatch(int mostPercent)
        : this(mostPercent, UsedPercent)
    {
    }

    /// <summary>Begins to watch what a test makes up.</summary>
    internal MemoryWatch(int mostPercent, Func<int> usedPercent)
    {
        _mostPercent = mostPercent;
        _usedPercent = usedPercent;
        _again = new Timer(static _ => Collect());
        _ = new AfterCollection(this);
    }

    /// <summary>True from the collection that found too much in use until the one that did not.</summary>
    public bool IsShort => _isShort;

    /// <inheritdoc />
    public void Dispose()
    {
        _isEnded = true;
        _again.Dispose();
    }

    /// <summary>Looks at what is in use now.</summary>
    internal void Look()
    {
        bool wasShort = _isShort;
        try
        {
            _isShort = _usedPercent() >= _mostPercent;
        }
        catch (OutOfMemoryException)
        {
            // Nothing could be said more clearly.
            _isShort = true;
        }

        if (_isShort != wasShort)
        {
            TimeSpan interval = _isShort ? Interval : Timeout.InfiniteTimeSpan;
            _again.Change(interval, interval);
        }
    }

    private static int UsedPercent()
    {
        GCMemoryInfo last = GC.GetGCMemoryInfo(GCKind.Any);
        return (int)(100 * last.HeapSizeBytes / Math.Max(1, last.TotalAvailableMemoryBytes));
    }

    // Not blocking anybody: it runs beside the program.
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

    /// <summary>Unreachable from the beginning, so that its finalizer runs after the next collection.</summary>
    private sealed class AfterCollection(MemoryWatch watch)
    {
        ~AfterCollection()
        {
            if (watch._isEnded || Environment.HasShutdownStarted)
            {
                return;
            }

            watch.Look();
            try
            {
                // A new one each time: this one would age, and be found by ever rarer collections.
                _ = new AfterCollection(watch);
            }
            catch (OutOfMemoryException)
            {
                GC.ReRegisterForFinalize(this);
            }
        }
    }
}
