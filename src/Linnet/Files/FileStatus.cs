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

    private const long SettlingTicks = 2 * TimeSpan.TicksPerSecond;

    /// <summary>File, folder or something else.</summary>
    public EntryKind Kind { get; } = kind;

    /// <summary>The length of a file in bytes.</summary>
    public long Length { get; } = length;

    /// <summary>When the content last changed, in ticks of UTC, or <see cref="NoDate"/>.</summary>
    public long ModifiedTicks { get; } = modifiedTicks;

    /// <summary>
    /// When the system last noted any change, in ticks of UTC; no program can set it. <see cref="NoDate"/> where there is no
    /// such date.
    /// </summary>
    public long ChangedTicks { get; init; } = NoDate;

    /// <summary>The file's number in its file system; 0 where there is none.</summary>
    public ulong Number { get; init; }

    /// <summary>Whether no name leads to it any more, where the system tells.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>Whether more than one name leads to it, where the system tells.</summary>
    public bool HasOtherNames { get; init; }

    /// <summary>The same of a file that turned out to have another length.</summary>
    public FileStatus WithLength(long length) => new(Kind, length, ModifiedTicks)
    {
        ChangedTicks = ChangedTicks,
        Number = Number,
        IsRemoved = IsRemoved,
        HasOtherNames = HasOtherNames,
    };

    /// <summary>Whether two looks at a file have seen the same.</summary>
    public bool IsSame(in FileStatus other) =>
        Kind == other.Kind
        && Length == other.Length
        && ModifiedTicks == other.ModifiedTicks
        && ChangedTicks == other.ChangedTicks
        && Number == other.Number
        && IsRemoved == other.IsRemoved;

    /// <summary>
    /// Whether what the dates say can be relied on: a file that changes twice within what a file system's clock can tell
    /// apart keeps its dates. FAT counts in 2 seconds, others in milliseconds.
    /// </summary>
    public bool IsSettled(DateTimeOffset now)
    {
        long changed = ChangedTicks >= 0 ? ChangedTicks : ModifiedTicks;
        return changed >= 0 && changed <= now.UtcTicks - SettlingTicks;
    }

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
