// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Connections;

/// <summary>
/// How fast a peer gives or takes one message, averaged over the whole of it and counting only the time we waited for the
/// peer: a slow handler is not the client's fault, and one byte in time does not buy another minute.
/// </summary>
internal struct RateMeter(Http1Settings settings)
{
    // However much a peer has given or taken before, it is not waited for longer than this at a time: nginx's
    // client_body_timeout and send_timeout. Without it 30 MB at full speed would buy a day and a half.
    private const long LongestWait = 60_000;

    private long _bytes;
    private long _waited;

    /// <summary>Begins a new message.</summary>
    public void Reset()
    {
        _bytes = 0;
        _waited = 0;
    }

    /// <summary>Counts what has gone by and how long that was waited for, in milliseconds.</summary>
    public void Count(long bytes, long waited)
    {
        _bytes += bytes;
        _waited += waited;
    }

    /// <summary>Until when the peer may let us wait for the next <paramref name="bytes"/> bytes.</summary>
    public readonly long DeadlineFrom(long now, long bytes)
    {
        long grace = (long)settings.RateGrace.TotalMilliseconds;
        long allowed = (_bytes + bytes) * 1000 / settings.MinBytesPerSecond;
        return now + Math.Min(Math.Max(grace, allowed) - _waited, Math.Max(grace, LongestWait));
    }
}
