// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Xunit;

namespace Linnet.Tests.Connections;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(1994, 11, 15, 8, 12, 31, TimeSpan.Zero);

    [Theory]
    [InlineData(1, "Wed, 16 Nov 1994 08:12:31 GMT")]
    [InlineData(-1, "Mon, 14 Nov 1994 08:12:31 GMT")]
    [Attack("FT-09")]
    [Rfc("9110", "6.6.1")]
    public void A_wall_clock_that_jumps_moves_the_date_and_no_deadline(int days, string date)
    {
        TwoClocks time = new();
        using Clock clock = new(time);
        Expiries expiries = new();
        clock.Add(expiries);
        expiries.Deadline.Set(clock.Now + 1000, WaitKind.Idle);
        time.Wall = Start.AddDays(days);
        time.Tick(500);
        Assert.Equal(500, clock.Now);
        Assert.Equal(date, Encoding.ASCII.GetString(clock.Date));
        Assert.Equal(0, expiries.Count);
        time.Tick(500);
        Assert.Equal(1, expiries.Count);
    }

    [Fact]
    [Attack("FT-09")]
    public void Time_that_passed_while_the_machine_slept_ends_each_wait_once()
    {
        TwoClocks time = new();
        using Clock clock = new(time);
        Expiries expiries = new();
        clock.Add(expiries);
        expiries.Deadline.Set(clock.Now + 60_000, WaitKind.Idle);
        time.Tick(8 * 3_600_000);
        time.Tick(250);
        Assert.Equal(1, expiries.Count);
    }

    [Fact]
    public void A_clock_that_watches_nobody_rests_and_tells_the_time_when_somebody_comes()
    {
        TwoClocks time = new();
        using Clock clock = new(time);
        Assert.False(time.IsTimerRunning);
        time.Pass(TimeSpan.FromHours(1));
        Expiries expiries = new();
        clock.Add(expiries);
        Assert.True(time.IsTimerRunning);
        Assert.Equal(3_600_000, clock.Now);
        Assert.Equal("Tue, 15 Nov 1994 09:12:31 GMT", Encoding.ASCII.GetString(clock.Date));
        clock.Remove(expiries);
        time.Tick(250);
        Assert.False(time.IsTimerRunning);
    }

    private sealed class Expiries : IDeadlineOwner
    {
        private Deadline _deadline = new();

        public int Count { get; private set; }

        public ref Deadline Deadline => ref _deadline;

        public void OnExpired(WaitKind kind) => Count++;
    }

    /// <summary>A wall clock and a monotonic one that know nothing of each other, as a machine has them.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private long _milliseconds;
        private TimerCallback? _callback;
        private object? _state;

        /// <summary>True while the clock's timer has a time to ring at.</summary>
        public bool IsTimerRunning { get; private set; }

        public DateTimeOffset Wall { get; set; } = Start;

        public override long TimestampFrequency => 1000;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _milliseconds;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state) = (callback, state);
            return new Bell(this);
        }

        /// <summary>Both clocks go on, and nothing rings.</summary>
        public void Pass(TimeSpan time)
        {
            Wall += time;
            _milliseconds += (long)time.TotalMilliseconds;
        }

        public void Tick(long milliseconds)
        {
            _milliseconds += milliseconds;
            _callback!(_state);
        }

        private sealed class Bell(TwoClocks time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.IsTimerRunning = dueTime != Timeout.InfiniteTimeSpan;
                return true;
            }

            public void Dispose() => time.IsTimerRunning = false;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
