// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// An open file or folder beneath a root, with what its handle says about it. Whoever opened it disposes it.
/// </summary>
internal readonly struct OpenedFile(SafeFileHandle handle, FileStatus status) : IDisposable
{
    /// <summary>The handle: for a file to read from, for a folder to list.</summary>
    public SafeFileHandle Handle { get; } = handle;

    /// <summary>Taken from the handle after opening, so that it describes what will be sent.</summary>
    public FileStatus Status { get; } = status;

    /// <summary>Closes the handle.</summary>
    public void Dispose() => Handle?.Dispose();
}
