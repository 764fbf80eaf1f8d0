// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The tree on macOS: the walk that Linux without openat2 takes, and statuses through the base library.
/// </summary>
internal sealed class MacFileTree : FileTree
{
    // sys/fcntl.h of macOS.
    private const int CurrentFolder = -2;
    private const int NonBlocking = 0x4;
    private const int FollowNoLink = 0x100;
    private const int ControllingTerminalOff = 0x20000;
    private const int FolderOnly = 0x100000;
    private const int CloseOnExec = 0x1000000;
    private const int ReadFlags = NonBlocking | ControllingTerminalOff | CloseOnExec;

    private readonly SafeFileHandle _root;

    private MacFileTree(SafeFileHandle root)
    {
        _root = root;
    }

    /// <summary>Opens a root.</summary>
    public static MacFileTree Open(string folder)
    {
        byte[] path = Encoding.UTF8.GetBytes(folder + '\0');
        int opened = UnixFileCalls.OpenAt(CurrentFolder, in path[0], ReadFlags | FolderOnly);
        return opened >= 0
            ? new MacFileTree(new SafeFileHandle(opened, ownsHandle: true))
            : throw UnixErrors.RootFailure(folder, Marshal.GetLastPInvokeError());
    }

    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        Span<byte> self = [(byte)'.', 0];
        return Open(_root, path.Length == 1 ? self : path, out opened);
    }

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) =>
        Open(folder, name, out opened);

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder)
    {
        // The stream owns its descriptor, so it gets one of its own.
        int descriptor = UnixFileCalls.OpenAt(folder, in ".\0"u8[0], ReadFlags | FolderOnly);
        return new MacFolderReader(descriptor);
    }

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status)
    {
        LookupResult result = Open(folder, name, out OpenedFile opened);
        status = opened.Status;
        opened.Dispose();
        return result == LookupResult.Found;
    }

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => HandleStatus.Of(file);

    /// <inheritdoc/>
    public override void Dispose() => _root.Dispose();

    private static LookupResult Open(SafeFileHandle folder, Span<byte> path, out OpenedFile opened)
    {
        opened = default;
        int descriptor = UnixWalk.Open(
            folder, path, ReadFlags | FolderOnly | FollowNoLink, ReadFlags | FollowNoLink);
        if (descriptor < 0)
        {
            return UnixErrors.ResultOfOpening(-descriptor);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        FileStatus status = HandleStatus.Of(handle);
        if (status.Kind == EntryKind.Other)
        {
            handle.Dispose();
            return LookupResult.NotFound;
        }

        opened = new OpenedFile(handle, status);
        return LookupResult.Found;
    }
}
