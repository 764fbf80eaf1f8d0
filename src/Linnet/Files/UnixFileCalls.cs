// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// Calls that Linux and macOS share. openat is variadic in C; without O_CREAT its fixed arguments are all it
/// reads.
/// </summary>
internal static partial class UnixFileCalls
{
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int folder, in byte name, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(SafeFileHandle folder, in byte name, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, out byte buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);
}
