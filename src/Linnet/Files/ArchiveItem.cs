// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>What comes next in an archive; valid until the walk goes on, which closes the file.</summary>
internal readonly struct ArchiveItem(ReadOnlyMemory<byte> name, OpenedFile opened)
{
    /// <summary>The name in the archive, of a folder with a slash at its end.</summary>
    public ReadOnlyMemory<byte> Name { get; } = name;

    /// <summary>The open file or folder.</summary>
    public OpenedFile Opened { get; } = opened;

    /// <summary>What its handle said when it was opened.</summary>
    public FileStatus Status => Opened.Status;
}
