// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Linnet.Compare.Peers;

/// <summary>A process and its children, as Linux counts them.</summary>
internal sealed class ProcessTree(int root)
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time so far.</summary>
    public TimeSpan ProcessorTime() => TimeSpan.FromSeconds(All(root).Sum(Ticks) / TicksPerSecond);

    /// <summary>Resident memory, in KiB.</summary>
    public long ResidentKibibytes() => All(root).Sum(Resident);

    private static IEnumerable<int> All(int process)
    {
        yield return process;
        foreach (string task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            foreach (string child in File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                foreach (int below in All(int.Parse(child, CultureInfo.InvariantCulture)))
                {
                    yield return below;
                }
            }
        }
    }

    private static long Ticks(int process)
    {
        // The name, in parentheses, may hold anything; the state is the first field behind it, and these two the 12th and 13th.
        string text = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long Resident(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(
            static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
