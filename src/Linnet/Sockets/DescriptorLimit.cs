// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;

namespace Linnet.Sockets;

/// <summary>How many descriptors this process may open, and how many connections that leaves room for.</summary>
internal static class DescriptorLimit
{
    /// <summary>What handlers need at least beside their sockets: files they serve, connections of their own.</summary>
    private const int SmallestReserve = 32;

    /// <summary>
    /// The connections that fit: <paramref name="wanted"/>, or the soft limit less what is open already and less an
    /// eighth of the limit (at least 32) for whatever handlers open. Never below one.
    /// </summary>
    public static int Connections(int wanted)
    {
        return Connections(wanted, ReadSoftLimit(), CountOpen());
    }

    /// <summary>The same sum with the numbers given; a null limit means that the system does not tell.</summary>
    internal static int Connections(int wanted, long? softLimit, int open)
    {
        if (softLimit is not long limit)
        {
            return wanted;
        }

        long room = limit - open - Math.Max(SmallestReserve, limit / 8);
        return (int)Math.Clamp(room, 1, wanted);
    }

    /// <summary>
    /// The soft limit from the text of /proc/self/limits; null when it has none. The line reads
    /// <c>Max open files   1024   1048576   files</c>: soft, hard, unit.
    /// </summary>
    internal static long? ParseSoftLimit(string limits)
    {
        const string Name = "Max open files";
        foreach (ReadOnlySpan<char> line in limits.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(Name, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> value = line[Name.Length..].Trim();
                int end = value.IndexOf(' ');
                return long.TryParse(
                    end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long limit)
                    ? limit
                    : null;
            }
        }

        return null;
    }

    private static long? ReadSoftLimit()
    {
        // macOS and Windows have no such file. The runtime raises macOS's limit to its maximum when it starts, and a
        // Windows process has millions of handles; running out is survived everywhere.
        try
        {
            return OperatingSystem.IsLinux() ? ParseSoftLimit(File.ReadAllText("/proc/self/limits")) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int CountOpen()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
