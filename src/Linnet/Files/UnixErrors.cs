// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Files;

/// <summary>What the error numbers of Linux and macOS mean to a file tree.</summary>
internal static class UnixErrors
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoAccess = 13;
    public const int NotFolder = 20;
    public const int NoSystemCall = 38;

    // Of Linux, where files are made.
    public const int WouldWait = 11;
    public const int Exists = 17;
    public const int OtherFileSystem = 18;
    public const int IsFolder = 21;
    public const int NotValid = 22;
    public const int TooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int NameTooLong = 36;
    public const int NotEmpty = 39;
    public const int LoopOfLinks = 40;
    public const int NotSupported = 95;
    public const int NoQuota = 122;

    /// <summary>
    /// A call cut short by a signal or a rename elsewhere is made again, so many times in all.
    /// </summary>
    public const int MaxAttempts = 16;

    private const int DiskFailure = 5;

    // Of Linux: checksums that do not match (EBADMSG, EUCLEAN), and file systems over a network or of a program (ENOTCONN,
    // ESTALE, EREMOTEIO).
    private const int BadMessage = 74;
    private const int ServerGone = 107;
    private const int StaleHandle = 116;
    private const int NeedsCleaning = 117;
    private const int RemoteFailure = 121;

    private const int NoMemory = 12;
    private const int TableFull = 23;
    private const int TooManyOpen = 24;
    private const int TryAgainOnLinux = 11;
    private const int TryAgainOnMac = 35;

    /// <summary>Whether the same call may well succeed a moment later.</summary>
    public static bool IsWorthRetrying(int error) => error is Interrupted or TryAgainOnLinux or TryAgainOnMac;

    /// <summary>Whether the process or machine has no handle or memory left, which may be otherwise a moment later.</summary>
    public static bool IsOutOfResources(int error) => error is NoMemory or TableFull or TooManyOpen;

    /// <summary>Whether the file system itself has failed, so that nothing is known of the name.</summary>
    public static bool IsOfTheDisk(int error) =>
        error is DiskFailure or BadMessage or ServerGone or StaleHandle or NeedsCleaning or RemoteFailure;

    /// <summary>
    /// The result for a failed open. Whatever is not known to be the machine's trouble means that this name
    /// is not served: no entry, a file where a folder should be, a link (ELOOP), a way out (EXDEV), no
    /// permission, a name too long, a socket (ENXIO).
    /// </summary>
    public static LookupResult ResultOf(int error) =>
        IsWorthRetrying(error) || IsOutOfResources(error) || IsOfTheDisk(error) ? LookupResult.Unavailable : LookupResult.NotFound;

    /// <summary>The same for whoever serves the file: that the disk fails is told with its number, and answered with 500.</summary>
    /// <exception cref="IOException">The disk, or the network that stands for one, has failed.</exception>
    public static LookupResult ResultOfOpening(int error) =>
        IsOfTheDisk(error)
            ? throw new IOException($"A file cannot be opened, because the disk has failed (error {error}).", error)
            : ResultOf(error);

    /// <summary>The exception for a root that cannot be opened.</summary>
    public static Exception RootFailure(string folder, int error) => error switch
    {
        NoEntry => new DirectoryNotFoundException($"There is no folder '{folder}'."),
        NotFolder => new DirectoryNotFoundException($"'{folder}' is not a folder."),
        NoAccess or NotPermitted =>
            new UnauthorizedAccessException($"This process may not read the folder '{folder}'."),
        _ => new IOException($"The folder '{folder}' cannot be opened (error {error}).", error),
    };
}
