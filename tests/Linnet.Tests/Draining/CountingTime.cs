// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using Microsoft.Extensions.Time.Testing;

namespace Linnet.Tests.Draining;

/// <summary>A clock that only the test moves, and that says how often it has been asked to wake somebody.</summary>
internal sealed class CountingTime : FakeTimeProvider
{
    private int _timers;

    /// <summary>Timers that have been made.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }
}
