// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// A folder held open by handle, and the only way to what is beneath it. Every name is resolved from that
/// handle without following a link, so no path, and no link swapped while a path is being resolved, leads
/// outside.
/// </summary>
/// <remarks>
/// <para>Linux resolves a whole path in one call that promises not to leave the root (openat2), or step by
/// step where a kernel or sandbox lacks it; macOS step by step; Windows relative to the root's handle with
/// reparsing forbidden. See docs/adr/0010-root-is-a-handle.md.</para>
/// <para>Safe for any number of threads. Paths come from <see cref="Protocol.Text.TargetPath"/>: UTF-8,
/// relative, no empty, "." or ".." segment; the trees do not check that again, the systems below them
/// would.</para>
/// </remarks>
internal abstract class FileTree : IDisposable
{
    /// <summary>Opens a folder by the operator's name for it, following links in that name.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read it.</exception>
    /// <exception cref="IOException">Anything else went wrong.</exception>
    /// <exception cref="PlatformNotSupportedException">This system cannot give the promise asked
    /// for.</exception>
    public static FileTree Open(string folder, bool followLinksInside)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxFileTree.Open(folder, followLinksInside);
        }

        if (followLinksInside)
        {
            throw new PlatformNotSupportedException(
                "Following links inside the root needs Linux 5.6 or later, where one system call keeps them inside.");
        }

        if (OperatingSystem.IsMacOS())
        {
            return MacFileTree.Open(folder);
        }

        if (OperatingSystem.IsWindows())
        {
            return WindowsFileTree.Open(folder);
        }

        throw new PlatformNotSupportedException("Files are served on Linux, macOS and Windows.");
    }

    /// <summary>Opens a file or folder for reading. It never waits for the other end of a pipe.</summary>
    /// <param name="path">
    /// The relative path and one zero byte behind it; the zero byte alone is the root. It is written to and
    /// restored.
    /// </param>
    /// <param name="readUpTo">
    /// A file up to this length may be read and closed at once, where that spares an object. 0 reads nothing.
    /// </param>
    /// <param name="opened">The open entry; only when found.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public abstract LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened);

    /// <summary>
    /// Opens a file or folder by its name in an open folder, following no link. What has become of the folder's own name
    /// makes no difference.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">One name and one zero byte behind it; never "." nor "..".</param>
    /// <param name="opened">The open entry; only when found.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public abstract LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened);

    /// <summary>Reads the names in an open folder; the reader is disposed before the handle.</summary>
    public abstract FolderReader ReadFolder(SafeFileHandle folder);

    /// <summary>Asks about one name in an open folder, without following it. False when it is gone.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">One name and one zero byte behind it.</param>
    /// <param name="status">What it is.</param>
    /// <exception cref="System.IO.IOException">The system could not say, which does not mean that it is not there.</exception>
    public abstract bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status);

    /// <summary>What an open file is now; of no known kind when the system could not say.</summary>
    public abstract FileStatus StatusOf(SafeFileHandle file);

    /// <summary>Lets go of the root. Entries already open stay open.</summary>
    public abstract void Dispose();
}
