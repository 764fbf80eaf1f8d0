// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Load.Soak;

/// <summary>What a long run has shown.</summary>
/// <param name="Answered">Answers to good clients.</param>
/// <param name="Failed">What good clients were not answered, or not as they should have been.</param>
/// <param name="Refused">Malformed requests that were refused as they should be.</param>
/// <param name="Cut">Transfers that a client gave up in the middle.</param>
/// <param name="Samples">The server's process, from time to time.</param>
internal sealed record SoakResult(long Answered, long Failed, long Refused, long Cut, IReadOnlyList<SoakSample> Samples)
{
    /// <summary>How much a figure grows in an hour: the line of least squares through the second half of the run.</summary>
    public double PerHour(Func<SoakSample, double> figure)
    {
        SoakSample[] settled = [.. Samples.Skip(Samples.Count / 2)];
        double meanTime = settled.Average(one => one.At.TotalHours);
        double mean = settled.Average(figure);
        double above = settled.Sum(one => (one.At.TotalHours - meanTime) * (figure(one) - mean));
        double below = settled.Sum(one => (one.At.TotalHours - meanTime) * (one.At.TotalHours - meanTime));
        return below == 0 ? 0 : above / below;
    }
}
