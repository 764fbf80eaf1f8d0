// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;

namespace Linnet.Files;

/// <summary>
/// Reading a folder on macOS, where the calls for 64-bit inodes have names of their own on x64.
/// </summary>
internal static partial class MacFileCalls
{
    internal static nint OpenFolder(int descriptor) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? OpenFolderX64(descriptor)
            : OpenFolderArm64(descriptor);

    internal static nint ReadFolder(nint stream) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ReadFolderX64(stream) : ReadFolderArm64(stream);

    [LibraryImport("libc", EntryPoint = "closedir")]
    internal static partial int CloseFolder(nint stream);

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenFolderArm64(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdopendir$INODE64", SetLastError = true)]
    private static partial nint OpenFolderX64(int descriptor);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadFolderArm64(nint stream);

    [LibraryImport("libc", EntryPoint = "readdir$INODE64", SetLastError = true)]
    private static partial nint ReadFolderX64(nint stream);
}
