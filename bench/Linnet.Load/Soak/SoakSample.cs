// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Linnet.Load.Soak;

/// <summary>What a process has at one moment (Linux).</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="ResidentBytes">Resident memory.</param>
/// <param name="Descriptors">Files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record SoakSample(TimeSpan At, long ResidentBytes, int Descriptors, int Threads)
{
    /// <summary>Looks at a process.</summary>
    public static SoakSample Of(int process, TimeSpan at)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        string[] status = File.ReadAllLines(Path.Combine(folder, "status"));
        return new SoakSample(
            at,
            NumberOf(status, "VmRSS:") * 1024,
            Directory.GetFileSystemEntries(Path.Combine(folder, "fd")).Length,
            (int)NumberOf(status, "Threads:"));
    }

    private static long NumberOf(string[] status, string field)
    {
        string line = status.First(one => one.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
