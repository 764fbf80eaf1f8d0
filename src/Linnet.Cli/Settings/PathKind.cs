// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Settings;

/// <summary>What a path leads to.</summary>
internal enum PathKind
{
    /// <summary>It is no path.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder, or a file.</summary>
    Folder,
}
