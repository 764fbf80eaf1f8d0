// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>What the address of a request is to uploads.</summary>
internal enum UploadPlace
{
    /// <summary>Nothing may be stored there.</summary>
    Elsewhere,

    /// <summary>Below where files may be stored, with a name that none may have.</summary>
    RefusedName,

    /// <summary>A folder, which takes files.</summary>
    Folder,

    /// <summary>A file, be it there or not.</summary>
    File,

    /// <summary>An upload that is not finished.</summary>
    Upload,
}
