// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static Linnet.Files.LinuxUploadCalls;

namespace Linnet.Files;

/// <summary>
/// An open folder in which files are made, on Linux. Everything is done to one name in it, never to a path and never through a
/// link, so nothing that is swapped meanwhile leads elsewhere. Failures are error numbers; 0 is success. Owns its handle.
/// </summary>
/// <remarks>Every member may wait for the disk: none is called on an event loop.</remarks>
internal sealed class UploadFolder(SafeFileHandle handle) : IDisposable
{
    // What the process's mask leaves of them: as files and folders are that any program makes.
    private const uint FileMode = 0x1B6; // 0666
    private const uint FolderMode = 0x1FF; // 0777
    private const uint PrivateMode = 0x1C0; // 0700

    // flock(2): LOCK_EX, LOCK_NB; LOCK_UN.
    private const int ExclusiveAtOnce = 2 | 4;
    private const int NoLonger = 8;

    private static readonly LinuxNumbers Numbers = LinuxNumbers.Current;

    private static readonly int NewFlags = LinuxNumbers.ReadAndWrite | LinuxNumbers.CloseOnExec | Numbers.LargeFile;

    /// <summary>The open folder.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>Makes a file that has no name, and is gone when it is closed without one.</summary>
    public int CreateNameless(out SafeFileHandle? file) =>
        Opened(OpenAt(handle, in "."u8[0], NewFlags | LinuxNumbers.WithoutName | Numbers.FolderOnly, FileMode), out file);

    /// <summary>Makes a file that is not there yet.</summary>
    public int Create(string name, out SafeFileHandle? file) =>
        Opened(
            OpenAt(
                handle,
                in Terminated(name)[0],
                NewFlags | LinuxNumbers.Create | LinuxNumbers.OnlyNew | Numbers.FollowNoLink,
                FileMode),
            out file);

    /// <summary>Opens a file that is there, to write more into it.</summary>
    public int Open(string name, out SafeFileHandle? file) =>
        Opened(
            OpenAt(handle, in Terminated(name)[0], NewFlags | LinuxNumbers.NonBlocking | Numbers.FollowNoLink, 0),
            out file);

    /// <summary>Opens a folder in this one; makes it first when it is not there and <paramref name="makes"/> says so.</summary>
    public int OpenFolder(ReadOnlySpan<byte> terminatedName, bool makes, bool isPrivate, out UploadFolder? folder)
    {
        folder = null;
        if (makes && MakeFolderAt(handle, in terminatedName[0], isPrivate ? PrivateMode : FolderMode) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != UnixErrors.Exists)
            {
                return error;
            }
        }

        int flags = LinuxNumbers.CloseOnExec | Numbers.FolderOnly | Numbers.FollowNoLink;
        int result = Opened(OpenAt(handle, in terminatedName[0], flags, 0), out SafeFileHandle? opened);
        folder = opened is null ? null : new UploadFolder(opened);
        return result;
    }

    /// <summary>Gives an open file a name here, which must be free.</summary>
    public int Link(SafeFileHandle file, ReadOnlySpan<byte> terminatedName)
    {
        // open(2), O_TMPFILE: the way that needs no privilege.
        byte[] self = Terminated(string.Create(null, $"/proc/self/fd/{file.DangerousGetHandle()}"));
        int result = LinkAt(
            LinuxNumbers.CurrentFolder, in self[0], handle, in terminatedName[0], LinuxNumbers.FollowLink);
        GC.KeepAlive(file);
        return ErrorOf(result);
    }

    /// <summary>Moves a file here, to a name that is free, or is replaced in one step.</summary>
    public int MoveHere(UploadFolder from, string fromName, ReadOnlySpan<byte> terminatedName, bool replaces) =>
        ErrorOf(RenameAt2(
            Numbers.Rename,
            from.Handle,
            in Terminated(fromName)[0],
            handle,
            in terminatedName[0],
            replaces ? 0 : (nuint)LinuxNumbers.KeepExisting));

    /// <summary>Removes a file.</summary>
    public int Remove(string name) => ErrorOf(UnlinkAt(handle, in Terminated(name)[0], 0));

    /// <summary>Removes a folder in this one, if it is empty.</summary>
    public int RemoveFolder(string name) => ErrorOf(UnlinkAt(handle, in Terminated(name)[0], LinuxNumbers.RemoveFolder));

    /// <summary>Waits until the names in it are on the disk.</summary>
    public int FlushNames() => ErrorOf(Flush(handle));

    /// <summary>Waits until the bytes of a file are on the disk.</summary>
    public static int FlushFile(SafeFileHandle file) => ErrorOf(Flush(file));

    /// <summary>
    /// Takes the one lock that there is on a file; <see cref="Unlock"/> gives it back. <see cref="UnixErrors.WouldWait"/> when
    /// somebody has it.
    /// </summary>
    public static int TakeLock(SafeFileHandle file) => ErrorOf(Lock(file, ExclusiveAtOnce));

    /// <summary>
    /// Gives a lock back and closes the file. Closing alone would leave it to a child process that is just being started, which
    /// has a copy of every handle until it runs its own program.
    /// </summary>
    public static void Unlock(SafeFileHandle file)
    {
        _ = Lock(file, NoLonger);
        file.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static byte[] Terminated(string name) => Encoding.UTF8.GetBytes(name + '\0');

    private static int ErrorOf(nint result) => result >= 0 ? 0 : Marshal.GetLastPInvokeError();

    private static int Opened(int descriptor, out SafeFileHandle? opened)
    {
        opened = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
        return ErrorOf(descriptor);
    }
}
