// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Archives;

/// <summary>What the records of one entry of a zip archive say beside its name.</summary>
internal readonly struct ZipEntry
{
    /// <summary>Whether it is a folder: its name ends in a slash, and it has no content.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Whether its content may need more than 32 bits of length; decided before it is written.</summary>
    public bool IsLarge { get; init; }

    /// <summary>When the content last changed, in ticks of UTC; negative when nobody knows.</summary>
    public long ModifiedTicks { get; init; }

    /// <summary>Where its first record begins.</summary>
    public long Offset { get; init; }

    /// <summary>The length of its content.</summary>
    public long Length { get; init; }

    /// <summary>The length of its content as it is in the archive.</summary>
    public long PackedLength { get; init; }

    /// <summary>The check value of its content.</summary>
    public uint Crc { get; init; }

    /// <summary>Whether there is content, packed, with its lengths in a record behind it.</summary>
    public bool HasContent => Length > 0;
}
