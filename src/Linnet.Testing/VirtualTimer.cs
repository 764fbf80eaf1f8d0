// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Testing;

/// <summary>A timer of a <see cref="VirtualTime"/>, whose lock guards what is kept here for it.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _isDisposed;

    /// <summary>After how much time it repeats; infinite for once.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>Changes with every setting, so that what was set before is known for old.</summary>
    public int Version { get; set; }

    /// <inheritdoc />
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
        {
            return false;
        }

        time.Set(this, dueTime, period);
        return true;
    }

    /// <summary>Its moment has come.</summary>
    public void Run() => callback(state);

    /// <inheritdoc />
    public void Dispose()
    {
        _isDisposed = true;
        time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
