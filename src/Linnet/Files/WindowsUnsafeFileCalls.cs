// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The system calls of <see cref="WindowsFileTree"/>. NtCreateFile is the documented way to open relative to
/// a handle; its arguments hold pointers, which is why this file is unsafe.
/// </summary>
internal static unsafe partial class WindowsUnsafeFileCalls
{
    private const uint CaseInsensitive = 0x40;
    private const uint DontReparse = 0x1000;
    private const uint ReadData = 0x1;
    private const uint Traverse = 0x20;
    private const uint ReadAttributes = 0x80;
    private const uint Synchronize = 0x100000;
    private const uint ShareAll = 0x7;
    private const uint OpenExisting = 3;
    private const uint NtOpen = 1;
    private const uint SynchronousNonAlert = 0x20;
    private const uint BackupSemantics = 0x02000000;
    private const int FullDirectoryInformation = 14;

    /// <summary>Opens a folder by its absolute name, following links in it.</summary>
    public static SafeFileHandle OpenRoot(string folder) => CreateFile(
        folder, ReadData | Traverse | ReadAttributes | Synchronize, ShareAll, 0, OpenExisting, BackupSemantics, 0);

    /// <summary>
    /// Opens a relative path beneath a folder, through no reparse point; answers with an NTSTATUS.
    /// </summary>
    public static int OpenBeneath(SafeFileHandle folder, ReadOnlySpan<char> path, out nint opened)
    {
        opened = 0;
        bool held = false;
        try
        {
            folder.DangerousAddRef(ref held);
            // SAFETY: path is pinned for the length of the call, which neither keeps nor writes through the
            // pointers; every structure lives on this stack frame; the folder's handle is held open by the
            // reference taken above.
            fixed (char* text = path)
            {
                var name = new NtText
                {
                    Length = checked((ushort)(path.Length * sizeof(char))),
                    MaximumLength = checked((ushort)(path.Length * sizeof(char))),
                    Text = text,
                };
                var attributes = new ObjectAttributes
                {
                    Length = (uint)sizeof(ObjectAttributes),
                    Root = folder.DangerousGetHandle(),
                    Name = &name,
                    Attributes = CaseInsensitive | DontReparse,
                };
                IoStatus status;
                nint handle;
                int result = NtCreateFile(
                    &handle,
                    ReadData | ReadAttributes | Synchronize,
                    &attributes,
                    &status,
                    null,
                    0,
                    ShareAll,
                    NtOpen,
                    SynchronousNonAlert,
                    null,
                    0);
                opened = result >= 0 ? handle : 0;
                return result;
            }
        }
        finally
        {
            if (held)
            {
                folder.DangerousRelease();
            }
        }
    }

    /// <summary>The next FILE_FULL_DIR_INFO records of a folder; false at the end or on failure.</summary>
    public static bool ReadFolder(SafeFileHandle folder, Span<byte> buffer)
    {
        // SAFETY: the buffer is pinned for the call, which writes at most its length into it.
        fixed (byte* first = buffer)
        {
            return GetFileInformationByHandleEx(folder, FullDirectoryInformation, first, (uint)buffer.Length) != 0;
        }
    }

    [LibraryImport(
        "kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(
        string name, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("ntdll")]
    private static partial int NtCreateFile(
        nint* opened,
        uint access,
        ObjectAttributes* attributes,
        IoStatus* status,
        long* allocation,
        uint fileAttributes,
        uint share,
        uint disposition,
        uint options,
        void* extended,
        uint extendedLength);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int GetFileInformationByHandleEx(
        SafeFileHandle file, int informationClass, byte* buffer, uint length);

    /// <summary>UNICODE_STRING.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NtText
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Text;
    }

    /// <summary>OBJECT_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ObjectAttributes
    {
        public uint Length;
        public nint Root;
        public NtText* Name;
        public uint Attributes;
        public nint Security;
        public nint Quality;
    }

    /// <summary>IO_STATUS_BLOCK.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IoStatus
    {
        public nint Status;
        public nint Information;
    }
}
