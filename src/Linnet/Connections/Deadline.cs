// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// The moment by which one connection must have got further. Set and cleared by the connection's own flow, watched by
/// the <see cref="Clock"/>; an expiry happens at most once for each time it is set, and whoever clears it learns of it.
/// </summary>
/// <remarks>A field of its owner and no object, because every connection has one: not to be copied.</remarks>
internal struct Deadline()
{
    private const long Never = long.MaxValue;
    private const long Expired = long.MinValue;

    private long _at = Never;
    private long _idleCap = Never;
    private volatile WaitKind _kind;

    /// <summary>Where the clock keeps it. The clock's business.</summary>
    public int Index { get; set; }

    /// <summary>Sets the moment, in the clock's milliseconds.</summary>
    public void Set(long at, WaitKind kind)
    {
        _kind = kind;
        Volatile.Write(ref _at, at);

        // First the moment, then a look at the cap; CapIdle does the two the other way round, so one of them sees the other.
        Interlocked.MemoryBarrier();
        if (kind == WaitKind.Idle && Volatile.Read(ref _idleCap) is var cap && cap < at)
        {
            Interlocked.CompareExchange(ref _at, cap, at);
        }
    }

    /// <summary>
    /// From now on no wait for a next request lasts beyond a moment, the one under way included. May be called by any
    /// thread.
    /// </summary>
    public void CapIdle(long cap)
    {
        Volatile.Write(ref _idleCap, cap);
        Interlocked.MemoryBarrier();
        long at = Volatile.Read(ref _at);
        if (at is not (Expired or Never) && cap < at && _kind == WaitKind.Idle)
        {
            Interlocked.CompareExchange(ref _at, cap, at);
        }
    }

    /// <summary>No moment any more; false when it had expired, whether or not that has been felt yet.</summary>
    public bool TryClear() => Interlocked.Exchange(ref _at, Never) != Expired;

    /// <summary>True when the moment has come and nobody has been told.</summary>
    public bool HasPassed(long now) => Volatile.Read(ref _at) is not Expired and var at && at <= now;

    /// <summary>Tells whose it is, unless he has moved on.</summary>
    public void Expire(IDeadlineOwner owner)
    {
        long at = Volatile.Read(ref _at);
        WaitKind kind = _kind;
        if (at is not (Expired or Never) && Interlocked.CompareExchange(ref _at, Expired, at) == at)
        {
            owner.OnExpired(kind);
        }
    }
}
