// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The status of an open handle by way of the base library, where it asks the handle and not a name.
/// </summary>
internal static class HandleStatus
{
    /// <summary>
    /// Reads kind, length and date. What cannot be positioned (a pipe, a socket) is no file.
    /// </summary>
    public static FileStatus Of(SafeFileHandle handle)
    {
        bool isFolder = (File.GetAttributes(handle) & FileAttributes.Directory) != 0;
        long modified = File.GetLastWriteTimeUtc(handle).Ticks;
        if (isFolder)
        {
            return new FileStatus(EntryKind.Folder, 0, modified);
        }

        try
        {
            return new FileStatus(EntryKind.File, RandomAccess.GetLength(handle), modified);
        }
        catch (NotSupportedException)
        {
            return new FileStatus(EntryKind.Other, 0, modified);
        }
    }
}
