// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// Opens a path beneath a folder one segment at a time, none of them a link: each folder is held open while
/// the next name is looked up in it, so whatever is swapped meanwhile, a step leads into the folder that was
/// opened or nowhere.
/// </summary>
internal static class UnixWalk
{
    /// <summary>A descriptor that its caller closes, or the negated error number.</summary>
    /// <param name="root">Where the path begins.</param>
    /// <param name="path">A relative path, not empty, and one zero byte behind it. Restored before
    /// returning.</param>
    /// <param name="folderFlags">How every segment but the last is opened: as a folder, following no
    /// link.</param>
    /// <param name="lastFlags">How the last segment is opened, following no link.</param>
    public static int Open(SafeFileHandle root, Span<byte> path, int folderFlags, int lastFlags)
    {
        int folder = -1;
        while (true)
        {
            int slash = path.IndexOf((byte)'/');
            int next = slash < 0
                ? OpenStep(root, folder, path, lastFlags)
                : OpenStep(root, folder, path, slash, folderFlags);
            if (folder >= 0)
            {
                _ = UnixFileCalls.Close(folder);
            }

            if (slash < 0 || next < 0)
            {
                return next;
            }

            folder = next;
            path = path[(slash + 1)..];
        }
    }

    /// <summary>
    /// The segment in front of a slash becomes a terminated name for the length of the call.
    /// </summary>
    private static int OpenStep(SafeFileHandle root, int folder, Span<byte> path, int slash, int flags)
    {
        path[slash] = 0;
        int opened = OpenStep(root, folder, path[..(slash + 1)], flags);
        path[slash] = (byte)'/';
        return opened;
    }

    private static int OpenStep(SafeFileHandle root, int folder, ReadOnlySpan<byte> name, int flags)
    {
        // No normalised path has such a segment; openat2 would refuse it too, and the walk is to promise no
        // less.
        if (name[..^1].SequenceEqual(".."u8))
        {
            return -UnixErrors.NoEntry;
        }

        ref readonly byte first = ref MemoryMarshal.GetReference(name);
        int error = 0;
        for (int attempt = 0; attempt < UnixErrors.MaxAttempts; attempt++)
        {
            int opened = folder < 0
                ? UnixFileCalls.OpenAt(root, in first, flags)
                : UnixFileCalls.OpenAt(folder, in first, flags);
            if (opened >= 0)
            {
                return opened;
            }

            error = Marshal.GetLastPInvokeError();
            if (!UnixErrors.IsWorthRetrying(error))
            {
                break;
            }
        }

        return -error;
    }
}
