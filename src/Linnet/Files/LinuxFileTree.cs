// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static Linnet.Files.LinuxFileCalls;

namespace Linnet.Files;

/// <summary>
/// The tree on Linux. A lookup costs two system calls and one handle object, and nothing else is allocated.
/// </summary>
internal sealed class LinuxFileTree : FileTree
{
    // RESOLVE_* of openat2(2).
    private const ulong NoMagicLinks = 0x02;
    private const ulong NoLinks = 0x04;
    private const ulong Beneath = 0x08;

    // STATX_TYPE, STATX_NLINK, STATX_MTIME, STATX_CTIME, STATX_INO, STATX_SIZE.
    private const int WantedStatus = 0x001 | 0x004 | 0x040 | 0x080 | 0x100 | 0x200;

    private static readonly LinuxNumbers Numbers = LinuxNumbers.Current;

    // O_NONBLOCK: opening a pipe returns at once, and the pipe is then refused. O_NOCTTY: nor does a terminal
    // become ours.
    private static readonly int ReadFlags =
        LinuxNumbers.NonBlocking | LinuxNumbers.CloseOnExec | LinuxNumbers.ControllingTerminalOff | Numbers.LargeFile;

    private static readonly OpenHow HowToOpenName = HowToOpen(followLinksInside: false);

    private readonly SafeFileHandle _root;
    private readonly bool _walk;
    private readonly OpenHow _how;

    private LinuxFileTree(SafeFileHandle root, bool followLinksInside, bool walk)
    {
        _root = root;
        _walk = walk;
        _how = HowToOpen(followLinksInside);
    }

    /// <summary>Opens a root, with openat2 where the kernel and the sandbox allow it.</summary>
    public static new LinuxFileTree Open(string folder, bool followLinksInside) =>
        Open(folder, followLinksInside, walk: false);

    /// <summary>Opens a root; <paramref name="walk"/> forces the way of older kernels.</summary>
    internal static LinuxFileTree Open(string folder, bool followLinksInside, bool walk)
    {
        SafeFileHandle root = OpenRoot(folder);
        if (!walk && HasOpenAt2(root))
        {
            return new LinuxFileTree(root, followLinksInside, walk: false);
        }

        if (!followLinksInside)
        {
            return new LinuxFileTree(root, followLinksInside, walk: true);
        }

        root.Dispose();
        throw new PlatformNotSupportedException(
            "Following links inside the root needs openat2 (Linux 5.6), which this kernel or sandbox refuses.");
    }

    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        // The root itself has a name of its own; the copy is one that a walk may write to.
        Span<byte> self = [(byte)'.', 0];
        Span<byte> named = path.Length == 1 ? self : path;
        return Describe(_walk ? Walk(_root, named) : OpenBeneath(_root, named, _how), readUpTo, out opened);
    }

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened)
    {
        // Not even a file without content is read and closed: whoever asks wants its handle.
        const int readNothing = -1;
        return Describe(_walk ? Walk(folder, name) : OpenBeneath(folder, name, HowToOpenName), readNothing, out opened);
    }

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => new LinuxFolderReader(folder);

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status)
    {
        nint result = Statx(
            Numbers.Statx,
            folder,
            in MemoryMarshal.GetReference(name),
            LinuxNumbers.NoFollow,
            WantedStatus,
            out LinuxStatus found);
        if (result != 0)
        {
            // That it could not be asked for does not mean that it is not there.
            ThrowIfOfTheMachine(Marshal.GetLastPInvokeError());
        }

        status = result == 0 ? Translate(found) : default;
        return result == 0;
    }

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file)
    {
        nint result = Statx(
            Numbers.Statx, file, in "\0"u8[0], LinuxNumbers.EmptyPath, WantedStatus, out LinuxStatus status);
        return result == 0 ? Translate(status) : default;
    }

    /// <inheritdoc/>
    public override void Dispose() => _root.Dispose();

    /// <summary>Finds out what has been opened, and keeps what is served; a number below zero is an error's.</summary>
    private static LookupResult Describe(int descriptor, int readUpTo, out OpenedFile opened)
    {
        opened = default;
        if (descriptor < 0)
        {
            return UnixErrors.ResultOfOpening(-descriptor);
        }

        if (StatusOf(descriptor, out FileStatus status) is not 0 and int error)
        {
            _ = UnixFileCalls.Close(descriptor);
            return UnixErrors.ResultOfOpening(error);
        }

        if (status.Kind == EntryKind.File && status.Length <= readUpTo)
        {
            opened = ReadAndClose(descriptor, status);
            return LookupResult.Found;
        }

        if (status.Kind is EntryKind.File or EntryKind.Folder)
        {
            opened = new OpenedFile(new SafeFileHandle(descriptor, ownsHandle: true), status);
            return LookupResult.Found;
        }

        _ = UnixFileCalls.Close(descriptor);
        return LookupResult.NotFound;
    }

    private static SafeFileHandle OpenRoot(string folder)
    {
        byte[] path = Encoding.UTF8.GetBytes(folder + '\0');
        int opened = UnixFileCalls.OpenAt(LinuxNumbers.CurrentFolder, in path[0], ReadFlags | Numbers.FolderOnly);
        return opened >= 0
            ? new SafeFileHandle(opened, ownsHandle: true)
            : throw UnixErrors.RootFailure(folder, Marshal.GetLastPInvokeError());
    }

    private static OpenHow HowToOpen(bool followLinksInside) => new()
    {
        // The kernel adds O_LARGEFILE to openat2 itself; it would refuse O_NOFOLLOW beside a link that may be
        // followed.
        Flags = (ulong)(uint)ReadFlags,
        Resolve = Beneath | NoMagicLinks | (followLinksInside ? 0 : NoLinks),
    };

    /// <summary>
    /// Linux before 5.6 has no openat2; some container sandboxes answer EPERM for what they do not know.
    /// </summary>
    private static bool HasOpenAt2(SafeFileHandle root)
    {
        int probe = OpenBeneath(root, "."u8, HowToOpen(followLinksInside: false));
        if (probe < 0)
        {
            return -probe is not (UnixErrors.NoSystemCall or UnixErrors.NotPermitted);
        }

        _ = UnixFileCalls.Close(probe);
        return true;
    }

    private static int OpenBeneath(SafeFileHandle root, ReadOnlySpan<byte> path, in OpenHow how)
    {
        int error = 0;
        for (int attempt = 0; attempt < UnixErrors.MaxAttempts; attempt++)
        {
            nint opened = OpenAt2(
                LinuxNumbers.OpenAt2, root, in MemoryMarshal.GetReference(path), in how, Unsafe.SizeOf<OpenHow>());
            if (opened >= 0)
            {
                return (int)opened;
            }

            error = Marshal.GetLastPInvokeError();
            if (!UnixErrors.IsWorthRetrying(error))
            {
                break;
            }
        }

        return -error;
    }

    private static int Walk(SafeFileHandle folder, Span<byte> path)
    {
        int folderFlags =
            LinuxNumbers.PathOnly | LinuxNumbers.CloseOnExec | Numbers.FolderOnly | Numbers.FollowNoLink;
        return UnixWalk.Open(folder, path, folderFlags, ReadFlags | Numbers.FollowNoLink);
    }

    /// <summary>
    /// A small file goes from its descriptor into rented memory. Nothing has been promised to anybody yet, so
    /// if it has become shorter since its status was read, its length is simply what there is.
    /// </summary>
    private static OpenedFile ReadAndClose(int descriptor, FileStatus status)
    {
        byte[]? content = null;
        try
        {
            content = ArrayPool<byte>.Shared.Rent((int)status.Length + 1);
            int length = ReadAll(descriptor, content.AsSpan(0, (int)status.Length));
            return new OpenedFile(content, status.WithLength(length));
        }
        catch
        {
            if (content is not null)
            {
                ArrayPool<byte>.Shared.Return(content);
            }

            throw;
        }
        finally
        {
            _ = UnixFileCalls.Close(descriptor);
        }
    }

    private static int ReadAll(int descriptor, Span<byte> content)
    {
        int length = 0;
        nint read = 1;
        while (read > 0 && length < content.Length)
        {
            read = UnixFileCalls.Read(descriptor, out content[length], content.Length - length);
            length += (int)Math.Max(read, 0);
        }

        int error = Marshal.GetLastPInvokeError();
        return read >= 0 ? length : throw new IOException($"A file can no longer be read (error {error}).", error);
    }

    private static int StatusOf(int descriptor, out FileStatus status)
    {
        nint result = Statx(
            Numbers.Statx, descriptor, in "\0"u8[0], LinuxNumbers.EmptyPath, WantedStatus, out LinuxStatus found);
        status = result == 0 ? Translate(found) : default;
        return result == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static void ThrowIfOfTheMachine(int error)
    {
        if (UnixErrors.ResultOf(error) == LookupResult.Unavailable)
        {
            throw new IOException($"A file could not be asked for its status (error {error}).", error);
        }
    }

    private static FileStatus Translate(in LinuxStatus status) => new(
        (status.Mode & 0xF000) switch
        {
            0x8000 => EntryKind.File,
            0x4000 => EntryKind.Folder,
            0xA000 => EntryKind.Link,
            _ => EntryKind.Other,
        },
        (long)status.Length,
        FileStatus.TicksOf(status.ModifiedSeconds, status.ModifiedNanoseconds))
    {
        ChangedTicks = FileStatus.TicksOf(status.ChangedSeconds, status.ChangedNanoseconds),
        Number = status.Number,
        IsRemoved = status.Names == 0,
        HasOtherNames = status.Names > 1,
    };
}
