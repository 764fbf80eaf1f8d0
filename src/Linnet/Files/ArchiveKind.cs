// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>The kinds of archive that a folder can be had as.</summary>
internal enum ArchiveKind
{
    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>A tar archive, compressed by gzip.</summary>
    TarGzip,
}
