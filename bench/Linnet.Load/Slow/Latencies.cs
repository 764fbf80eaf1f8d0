// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Load.Slow;

/// <summary>How long a client waited for its answers.</summary>
internal sealed class Latencies
{
    private readonly List<TimeSpan> _all = [];
    private TimeSpan _longest;

    /// <summary>How many answers there were.</summary>
    public int Count => _all.Count;

    /// <summary>Which of them took the longest, from 1.</summary>
    public int LongestAt { get; private set; }

    /// <summary>Notes one.</summary>
    public void Add(TimeSpan latency)
    {
        _all.Add(latency);
        if (latency > _longest)
        {
            _longest = latency;
            LongestAt = _all.Count;
        }
    }

    /// <summary>The latency, in microseconds, that so many of a hundred answers did not exceed.</summary>
    public double Percentile(int percent)
    {
        _all.Sort();
        int index = Math.Max(0, (int)Math.Ceiling(_all.Count * percent / 100.0) - 1);
        return _all[index].TotalMicroseconds;
    }
}
