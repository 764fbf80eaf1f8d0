// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Files;

/// <summary>
/// Reads the names of one open folder, batch by batch, so that a long listing can begin before its end is
/// known.
/// </summary>
internal abstract class FolderReader : IDisposable
{
    /// <summary>
    /// Adds the next batch of names; false when there are no more. "." and ".." are left out.
    /// </summary>
    /// <exception cref="IOException">The folder can no longer be read.</exception>
    public abstract bool ReadBatch(FolderEntries entries);

    /// <summary>Lets go of what reading needed; the folder's handle is the caller's.</summary>
    public abstract void Dispose();
}
