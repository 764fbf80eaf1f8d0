// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The tree on Windows: the kernel resolves a path relative to the root's handle and stops at any reparse
/// point (link, junction, mount). Names are in no drive, device or server namespace on this way; what remains
/// treacherous about them (streams, short names, trimmed ends) is refused by <see cref="WindowsNames"/>
/// before it comes here.
/// </summary>
internal sealed class WindowsFileTree : FileTree
{
    // ntstatus.h
    private const int TooManyOpenFiles = unchecked((int)0xC000011F);
    private const int NoResources = unchecked((int)0xC000009A);
    private const int NoMemory = unchecked((int)0xC0000017);
    private const int InUse = unchecked((int)0xC0000043);

    // winerror.h
    private const int ErrorFileNotFound = 2;
    private const int ErrorPathNotFound = 3;
    private const int ErrorAccessDenied = 5;

    // UNICODE_STRING counts bytes in 16 bits.
    private const int LongestPath = ushort.MaxValue / sizeof(char);

    private readonly SafeFileHandle _root;

    private WindowsFileTree(SafeFileHandle root)
    {
        _root = root;
    }

    /// <summary>Opens a root.</summary>
    public static WindowsFileTree Open(string folder)
    {
        string full = Path.GetFullPath(folder);
        // The long form, so that a deep folder opens; a name that begins with two backslashes has its form
        // already.
        SafeFileHandle root = WindowsUnsafeFileCalls.OpenRoot(
            full.StartsWith(@"\\", StringComparison.Ordinal) ? full : @"\\?\" + full);
        if (root.IsInvalid)
        {
            int error = Marshal.GetLastPInvokeError();
            root.Dispose();
            throw RootFailure(folder, error);
        }

        if (HandleStatus.Of(root).Kind != EntryKind.Folder)
        {
            root.Dispose();
            throw new DirectoryNotFoundException($"'{folder}' is not a folder.");
        }

        return new WindowsFileTree(root);
    }

    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened) =>
        Open(_root, path[..^1], out opened);

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) =>
        Open(folder, name[..^1], out opened);

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => new WindowsFolderReader(folder);

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status)
    {
        LookupResult result = Open(folder, name[..^1], out OpenedFile opened);
        status = opened.Status;
        opened.Dispose();
        return result == LookupResult.Found;
    }

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => HandleStatus.Of(file);

    /// <inheritdoc/>
    public override void Dispose() => _root.Dispose();

    private static LookupResult Open(SafeFileHandle folder, ReadOnlySpan<byte> path, out OpenedFile opened)
    {
        opened = default;
        if (path.Length > LongestPath)
        {
            return LookupResult.NotFound;
        }

        char[] text = ArrayPool<char>.Shared.Rent(path.Length + 1);
        int length = Encoding.UTF8.GetChars(path, text);
        text.AsSpan(0, length).Replace('/', '\\');
        int result = WindowsUnsafeFileCalls.OpenBeneath(folder, text.AsSpan(0, length), out nint handle);
        ArrayPool<char>.Shared.Return(text);
        if (result < 0)
        {
            return result is TooManyOpenFiles or NoResources or NoMemory or InUse
                ? LookupResult.Unavailable
                : LookupResult.NotFound;
        }

        return Describe(new SafeFileHandle(handle, ownsHandle: true), out opened);
    }

    private static LookupResult Describe(SafeFileHandle handle, out OpenedFile opened)
    {
        FileStatus status = HandleStatus.Of(handle);
        if (status.Kind == EntryKind.Other)
        {
            handle.Dispose();
            opened = default;
            return LookupResult.NotFound;
        }

        opened = new OpenedFile(handle, status);
        return LookupResult.Found;
    }

    private static Exception RootFailure(string folder, int error) => error switch
    {
        ErrorFileNotFound or ErrorPathNotFound =>
            new DirectoryNotFoundException($"There is no folder '{folder}'."),
        ErrorAccessDenied =>
            new UnauthorizedAccessException($"This process may not read the folder '{folder}'."),
        _ => new IOException($"The folder '{folder}' cannot be opened (error {error}).", error),
    };
}
