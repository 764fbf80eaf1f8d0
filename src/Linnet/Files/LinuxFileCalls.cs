// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The system calls of <see cref="LinuxFileTree"/>. Every path is a reference to the first byte of a
/// zero-terminated one. A descriptor given as a SafeFileHandle cannot be closed, and its number not reused,
/// while the call runs.
/// </summary>
internal static partial class LinuxFileCalls
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint OpenAt2(
        nint number, SafeFileHandle folder, in byte path, in OpenHow how, nint howSize);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Statx(
        nint number, nint descriptor, in byte path, nint flags, nint mask, out LinuxStatus status);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Statx(
        nint number, SafeFileHandle folder, in byte path, nint flags, nint mask, out LinuxStatus status);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint ReadFolder(nint number, SafeFileHandle folder, out byte buffer, nint length);

    /// <summary>struct open_how of openat2(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>The members we read of struct statx, which has one layout on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct LinuxStatus
    {
        [FieldOffset(16)]
        public uint Names;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public ulong Length;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;
    }
}
