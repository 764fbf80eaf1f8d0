// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The system calls by which files and folders are made on Linux, each by one name in an open folder. openat is variadic in C,
/// which makes no difference to its fourth argument on the processors that Linux runs .NET on.
/// </summary>
internal static partial class LinuxUploadCalls
{
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(SafeFileHandle folder, in byte name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(
        int fromFolder, in byte from, SafeFileHandle toFolder, in byte to, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint RenameAt2(
        nint number, SafeFileHandle fromFolder, in byte from, SafeFileHandle toFolder, in byte to, nuint flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeFolderAt(SafeFileHandle folder, in byte name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(SafeFileHandle folder, in byte name, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Flush(SafeFileHandle fileOrFolder);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle file, int operation);
}
