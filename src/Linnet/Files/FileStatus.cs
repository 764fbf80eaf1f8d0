// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// What a handler needs to know about an entry, read from its open handle and never by name.
/// </summary>
internal readonly struct FileStatus(EntryKind kind, long length, long modifiedTicks)
{
    /// <summary>Stands for a date the file system does not have or .NET cannot hold.</summary>
    public const long NoDate = -1;

    /// <summary>File, folder or something else.</summary>
    public EntryKind Kind { get; } = kind;

    /// <summary>The length of a file in bytes.</summary>
    public long Length { get; } = length;

    /// <summary>When the content last changed, in ticks of UTC, or <see cref="NoDate"/>.</summary>
    public long ModifiedTicks { get; } = modifiedTicks;

    /// <summary>Ticks for seconds and nanoseconds since 1970, or <see cref="NoDate"/>.</summary>
    public static long TicksOf(long unixSeconds, long nanoseconds)
    {
        long ticks = DateTime.UnixEpoch.Ticks;
        bool fits = unixSeconds >= -(ticks / TimeSpan.TicksPerSecond)
            && unixSeconds < (DateTime.MaxValue.Ticks - ticks) / TimeSpan.TicksPerSecond;
        return fits
            ? ticks + (unixSeconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick)
            : NoDate;
    }
}
