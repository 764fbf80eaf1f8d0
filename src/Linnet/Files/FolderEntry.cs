// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>
/// One name in a folder. The name's bytes are in the <see cref="FolderEntries"/> it belongs to.
/// </summary>
internal struct FolderEntry
{
    /// <summary>Stands for a length or date that has not been asked for yet.</summary>
    public const long NotAsked = -2;

    /// <summary>Where the name begins.</summary>
    public int NameStart { get; init; }

    /// <summary>The name's length in bytes, without the zero byte behind it.</summary>
    public int NameLength { get; init; }

    /// <summary>What the folder said it is, or a status since.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>Length in bytes, or <see cref="NotAsked"/>.</summary>
    public long Length { get; set; }

    /// <summary>Ticks, <see cref="FileStatus.NoDate"/> or <see cref="NotAsked"/>.</summary>
    public long ModifiedTicks { get; set; }
}
