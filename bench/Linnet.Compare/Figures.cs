// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Compare;

/// <summary>What one server did in one work, once. Not a number where the work does not tell.</summary>
internal sealed record Figures
{
    /// <summary>Processor time of the whole server process per request, in microseconds.</summary>
    public double Cpu { get; init; } = double.NaN;

    /// <summary>Requests a second.</summary>
    public double Rate { get; init; } = double.NaN;

    /// <summary>Half of the requests took at most this many milliseconds.</summary>
    public double P50 { get; init; } = double.NaN;

    /// <summary>All but one in a hundred, in milliseconds.</summary>
    public double P99 { get; init; } = double.NaN;

    /// <summary>All but one in a thousand, in milliseconds.</summary>
    public double P999 { get; init; } = double.NaN;

    /// <summary>Resident memory of the server, in MiB.</summary>
    public double Resident { get; init; } = double.NaN;

    /// <summary>Resident memory that each waiting connection adds, in KiB.</summary>
    public double ResidentPerConnection { get; init; } = double.NaN;

    /// <summary>From the start of the process to its first response, in milliseconds.</summary>
    public double Start { get; init; } = double.NaN;

    /// <summary>What went wrong, in the load generator's words; nothing when all went well.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>The middle one; of two, their mean.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0
            ? double.NaN
            : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
