// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// The moment by which one connection must have got further. Set and cleared by the connection's own flow, watched by
/// the <see cref="Clock"/>; an expiry happens at most once for each time it is set, and whoever clears it learns of it.
/// </summary>
/// <param name="expired">What ends the wait; runs on the clock's thread, must not block.</param>
internal sealed class Deadline(Action<WaitKind> expired)
{
    private const long Never = long.MaxValue;
    private const long Expired = long.MinValue;

    private long _at = Never;
    private WaitKind _kind;

    /// <summary>Where the clock keeps it. The clock's business.</summary>
    public int Index { get; set; }

    /// <summary>Sets the moment, in the clock's milliseconds.</summary>
    public void Set(long at, WaitKind kind)
    {
        _kind = kind;
        Volatile.Write(ref _at, at);
    }

    /// <summary>Moves the moment if it is still the one that was set as <paramref name="set"/>.</summary>
    public void Replace(long set, long at) => Interlocked.CompareExchange(ref _at, at, set);

    /// <summary>No moment any more; false when it had expired, whether or not that has been felt yet.</summary>
    public bool TryClear() => Interlocked.Exchange(ref _at, Never) != Expired;

    /// <summary>True when the moment has come and nobody has been told.</summary>
    public bool HasPassed(long now) => Volatile.Read(ref _at) is not Expired and var at && at <= now;

    /// <summary>Tells the connection, unless it has moved on.</summary>
    public void Expire()
    {
        long at = Volatile.Read(ref _at);
        WaitKind kind = _kind;
        if (at is not (Expired or Never) && Interlocked.CompareExchange(ref _at, Expired, at) == at)
        {
            expired(kind);
        }
    }
}
