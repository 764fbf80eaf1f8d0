// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;

using Linnet.Protocol.Text;

namespace Linnet.Connections;

/// <summary>
/// The one coarse clock of a server: it ticks four times a second, looks at every connection's deadline, and keeps the
/// Date field's text. Nothing on the path of a request asks the system for the time or makes a timer. While it watches nobody it
/// rests, and a server without a connection does not wake the machine. Thread-safe. Owned by the server, disposed when it stops.
/// </summary>
internal sealed class Clock : IDisposable
{
    /// <summary>The time between two ticks, in milliseconds.</summary>
    public const int TickMilliseconds = 250;

    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(TickMilliseconds);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _origin;
    private readonly Lock _gate = new();
    private readonly List<IDeadlineOwner> _owners = [];
    private bool _isResting = true;
    private bool _isTicking;
    private long _now;
    private byte[] _date;
    private long _dateSecond;

    /// <summary>A clock that rests until it has somebody to watch.</summary>
    public Clock(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _date = FormatDate(time.GetUtcNow());
        _dateSecond = time.GetUtcNow().ToUnixTimeSeconds();
        _timer = time.CreateTimer(
            static state => ((Clock)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Milliseconds since the clock was made, as of the last tick: monotonic, never set back by an administrator or
    /// a time server, and at most a tick behind while anybody is watched.
    /// </summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>The time of day, as exact as its provider.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The value of the Date field, of <see cref="HttpDate.Length"/> bytes, as of the last tick.</summary>
    public ReadOnlySpan<byte> Date => Volatile.Read(ref _date);

    /// <summary>Watches a deadline until it is removed.</summary>
    public void Add(IDeadlineOwner owner)
    {
        lock (_gate)
        {
            if (_isResting)
            {
                // What has no memory for these fails, and whoever comes next tries again.
                Refresh();
                _timer.Change(TickPeriod, TickPeriod);
                _isResting = false;
            }

            owner.Deadline.Index = _owners.Count;
            _owners.Add(owner);
        }
    }

    /// <summary>Stops watching a deadline.</summary>
    public void Remove(IDeadlineOwner owner)
    {
        lock (_gate)
        {
            // The last one takes the place that falls free: no search, no gap.
            IDeadlineOwner last = _owners[^1];
            _owners[owner.Deadline.Index] = last;
            last.Deadline.Index = owner.Deadline.Index;
            _owners.RemoveAt(_owners.Count - 1);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // On a machine that is out of breath a timer may call again before it has returned.
        if (Interlocked.Exchange(ref _isTicking, true))
        {
            return;
        }

        try
        {
            TickOnce();
        }
        catch (OutOfMemoryException)
        {
            // Thrown from a timer it would end the process. What has not expired yet does so with the next tick.
        }
        finally
        {
            Volatile.Write(ref _isTicking, false);
        }
    }

    private void TickOnce()
    {
        foreach (IDeadlineOwner owner in Look())
        {
            // Outside the lock: what expires may end a connection, which removes its deadline.
            owner.Deadline.Expire(owner);
        }
    }

    /// <summary>Looks at the time, and gives those whose deadline has passed.</summary>
    private List<IDeadlineOwner> Look()
    {
        List<IDeadlineOwner> passed = [];
        lock (_gate)
        {
            Refresh();
            if (_owners.Count == 0)
            {
                _isResting = true;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            foreach (IDeadlineOwner owner in _owners)
            {
                if (owner.Deadline.HasPassed(_now))
                {
                    passed.Add(owner);
                }
            }
        }

        return passed;
    }

    private void Refresh()
    {
        Volatile.Write(ref _now, (long)_time.GetElapsedTime(_origin).TotalMilliseconds);
        RefreshDate();
    }

    private void RefreshDate()
    {
        DateTimeOffset date = _time.GetUtcNow();
        long second = date.ToUnixTimeSeconds();
        if (second != _dateSecond)
        {
            // A new array: whoever is copying the old one finishes with a whole date.
            Volatile.Write(ref _date, FormatDate(date));
            _dateSecond = second;
        }
    }

    private static byte[] FormatDate(DateTimeOffset date)
    {
        byte[] bytes = new byte[HttpDate.Length];
        HttpDate.Write(date, bytes);
        return bytes;
    }
}
