// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;

namespace Linnet.Files;

/// <summary>
/// System call numbers and open flags of Linux, which differ by processor (asm/unistd.h, asm/fcntl.h). The
/// calls are made by number because the C libraries .NET runs on do not all have names for them.
/// </summary>
internal sealed class LinuxNumbers
{
    // The same on every processor .NET runs on.
    public const int OpenAt2 = 437;
    public const int CurrentFolder = -100;
    public const int EmptyPath = 0x1000;
    public const int NoFollow = 0x100;
    public const int ControllingTerminalOff = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;
    public const int ReadAndWrite = 0x2;
    public const int Create = 0x40;
    public const int OnlyNew = 0x80;
    public const int WithoutName = 0x400000;
    public const int FollowLink = 0x400;
    public const int RemoveFolder = 0x200;
    public const int KeepExisting = 1;

    /// <summary>The numbers of the processor this process runs on.</summary>
    public static LinuxNumbers Current { get; } = Of(RuntimeInformation.ProcessArchitecture);

    /// <summary>statx(2).</summary>
    public required int Statx { get; init; }

    /// <summary>getdents64(2).</summary>
    public required int ReadFolder { get; init; }

    /// <summary>renameat2(2).</summary>
    public required int Rename { get; init; }

    /// <summary>O_DIRECTORY.</summary>
    public required int FolderOnly { get; init; }

    /// <summary>O_NOFOLLOW.</summary>
    public required int FollowNoLink { get; init; }

    /// <summary>O_LARGEFILE where the kernel does not imply it.</summary>
    public int LargeFile { get; init; }

    private static LinuxNumbers Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 =>
            new() { Statx = 332, ReadFolder = 217, Rename = 316, FolderOnly = 0x10000, FollowNoLink = 0x20000 },
        Architecture.Arm64 =>
            new() { Statx = 291, ReadFolder = 61, Rename = 276, FolderOnly = 0x4000, FollowNoLink = 0x8000 },
        Architecture.Arm or Architecture.Armv6 =>
            new() { Statx = 397, ReadFolder = 217, Rename = 382, FolderOnly = 0x4000, FollowNoLink = 0x8000, LargeFile = 0x20000 },
        Architecture.X86 =>
            new() { Statx = 383, ReadFolder = 220, Rename = 353, FolderOnly = 0x10000, FollowNoLink = 0x20000, LargeFile = 0x8000 },
        Architecture.S390x =>
            new() { Statx = 379, ReadFolder = 220, Rename = 347, FolderOnly = 0x10000, FollowNoLink = 0x20000 },
        Architecture.Ppc64le =>
            new() { Statx = 383, ReadFolder = 202, Rename = 357, FolderOnly = 0x4000, FollowNoLink = 0x8000 },
        Architecture.RiscV64 or Architecture.LoongArch64 =>
            new() { Statx = 291, ReadFolder = 61, Rename = 276, FolderOnly = 0x10000, FollowNoLink = 0x20000 },
        _ => throw new PlatformNotSupportedException($"Files are not served on Linux for {architecture} yet."),
    };
}
