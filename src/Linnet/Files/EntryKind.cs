// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What a name in a folder stands for, as far as serving it goes.</summary>
internal enum EntryKind
{
    /// <summary>The folder did not say; a status has to be asked for.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link or any other name that stands for another name.</summary>
    Link,

    /// <summary>A pipe, socket or device: never opened for a visitor.</summary>
    Other,
}
