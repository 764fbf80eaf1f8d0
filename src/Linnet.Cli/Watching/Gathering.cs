// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Cli.Watching;

/// <summary>
/// Makes one change of many: a program that writes a site changes a hundred files in a moment. Told when nothing has changed for
/// a while, or when it has gone on for too long.
/// </summary>
internal sealed class Gathering : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Action<Change> _tell;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _first;
    private Change? _pending;

    /// <summary>Gathers, and tells.</summary>
    public Gathering(Action<Change> tell, TimeProvider time)
    {
        _tell = tell;
        _time = time;
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something has changed.</summary>
    public void Add(Change change)
    {
        lock (_gate)
        {
            if (_pending is null)
            {
                _first = _time.GetTimestamp();
            }

            _pending = _pending is Change.Page ? Change.Page : change;
            TimeSpan left = Longest - _time.GetElapsedTime(_first);
            TimeSpan wait = left < Quiet ? left : Quiet;
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tell()
    {
        Change? change;
        lock (_gate)
        {
            change = _pending;
            _pending = null;
        }

        if (change is { } gathered)
        {
            _tell(gathered);
        }
    }
}
