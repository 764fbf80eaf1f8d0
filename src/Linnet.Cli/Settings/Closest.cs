// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Cli.Settings;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Closest
{
    /// <summary>The candidate that is fewest slips away, if it is near enough to be meant; else null.</summary>
    public static string? To(string written, IEnumerable<string> candidates)
    {
        string lower = written.ToLowerInvariant();
        (string Name, int Slips)[] near =
        [
            .. candidates
                .Select(candidate => (candidate, Slips(lower, candidate.ToLowerInvariant())))
                .Where(each => each.Item2 <= Math.Max(1, Math.Min(written.Length, each.candidate.Length) / 3))
                .OrderBy(each => each.Item2),
        ];
        return near.Length > 0 ? near[0].Name : Begun(lower, candidates);
    }

    /// <summary>
    /// How many letters have to be put in, left out, changed, or swapped with their neighbour, to make one of the other.
    /// </summary>
    public static int Slips(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1];
        int[] last = [.. Enumerable.Range(0, to.Length + 1)];
        int[] row = new int[to.Length + 1];
        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                bool isSame = from[i - 1] == to[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[to.Length];
    }

    /// <summary>The only candidate that begins so, for who stops typing early.</summary>
    private static string? Begun(string lower, IEnumerable<string> candidates)
    {
        string[] begun = lower.Length < 3
            ? []
            : [.. candidates.Where(candidate => candidate.StartsWith(lower, StringComparison.OrdinalIgnoreCase)).Take(2)];
        return begun is [string only] ? only : null;
    }
}
