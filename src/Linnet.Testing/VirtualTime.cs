// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>
/// A clock that stands still until it is moved: give it to <see cref="HttpServerOptions.TimeProvider"/>, and a test of a
/// timeout takes no time. Timers run on the thread that moves the clock, in the order of their moments. Thread-safe.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    /// <summary>A Tuesday, the day of which RFC 9110 dates its example.</summary>
    private static readonly DateTimeOffset Tuesday = new(1994, 11, 15, 8, 12, 31, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long Due, long Number)> _due = new();
    private DateTimeOffset _start;
    private long _now;
    private long _timers;

    /// <summary>A clock that shows some day long ago.</summary>
    public VirtualTime()
        : this(Tuesday)
    {
    }

    /// <summary>A clock that shows a day of your choice.</summary>
    public VirtualTime(DateTimeOffset start) => _start = start;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far it has been moved.</summary>
    public TimeSpan Elapsed => new(GetTimestamp());

    /// <inheritdoc />
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start.AddTicks(_now);
        }
    }

    /// <summary>Moves the clock, as time passes: every timer runs at its moment, one that repeats as often as it is due.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long target = GetTimestamp() + time.Ticks;
        while (AdvanceToNext(target))
        {
            // Each may set others.
        }

        MoveTo(target);
    }

    /// <summary>
    /// Moves the clock a quarter of a second at a time until something has ended, and lets other threads go on in between:
    /// for servers that answer on threads of the pool, where nobody knows by when a wait has begun.
    /// </summary>
    /// <exception cref="TimeoutException">It has not ended within thirty real seconds.</exception>
    public async Task AdvanceUntilAsync(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        long began = System.GetTimestamp();
        while (!task.IsCompleted)
        {
            if (System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Nothing ended it, although {Elapsed} have passed.");
            }

            Advance(Step);
            await Task.WhenAny(task, Task.Delay(1)).ConfigureAwait(false);
        }
    }

    /// <summary>Moves the clock at once, as on a machine that was asleep: what has become due runs once, and late.</summary>
    public void Leap(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        MoveTo(GetTimestamp() + time.Ticks);
        Advance(TimeSpan.Zero);
    }

    /// <summary>Sets the time of day, forward or back, as an administrator does: no timer minds.</summary>
    public void SetUtcNow(DateTimeOffset time)
    {
        lock (_gate)
        {
            _start = time.AddTicks(-_now);
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to the next timer's moment and runs it; false when there is none up to a moment.</summary>
    internal bool AdvanceToNext(long limit)
    {
        VirtualTimer? timer = null;
        lock (_gate)
        {
            while (timer is null && _due.TryPeek(out (VirtualTimer Timer, int Version) next, out (long Due, long Number) at))
            {
                if (next.Version == next.Timer.Version && at.Due > limit)
                {
                    return false;
                }

                _due.Dequeue();
                if (next.Version == next.Timer.Version)
                {
                    timer = next.Timer;
                    Volatile.Write(ref _now, Math.Max(_now, at.Due));
                    Schedule(timer, timer.Period);
                }
            }
        }

        timer?.Run();
        return timer is not null;
    }

    /// <summary>Has a timer run after a time; never again when that is infinite.</summary>
    internal void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            Schedule(timer, dueTime);
        }
    }

    private void Schedule(VirtualTimer timer, TimeSpan time)
    {
        timer.Version++;
        if (time >= TimeSpan.Zero)
        {
            _due.Enqueue((timer, timer.Version), (_now + time.Ticks, _timers++));
        }
    }

    private void MoveTo(long moment)
    {
        lock (_gate)
        {
            Volatile.Write(ref _now, Math.Max(_now, moment));
        }
    }
}
