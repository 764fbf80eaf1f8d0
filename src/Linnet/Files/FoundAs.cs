// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What a name has turned out to be, for whoever wants to answer with it.</summary>
internal enum FoundAs
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>Nothing that is served.</summary>
    Nothing,

    /// <summary>Nobody knows: there is no handle or memory left right now.</summary>
    Unknown,
}
