// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// The uploads that are not finished, in a folder of their own that nobody is shown: it is all that is known of them, so a server
/// that starts anew finds them. Counted, bounded, and removed when nobody comes back. Waits for the disk.
/// </summary>
/// <remarks>
/// Whoever writes to one holds its lock, across processes; the system takes the lock back from a process that dies. The folder
/// itself goes with the last of them.
/// </remarks>
internal sealed class PartialUploads(FileTree tree, UploadFolders folders, UploadOptions options, TimeProvider time)
{
    private const string FolderName = HiddenNames.Unfinished + "s";

    // The folder may go, between opening it and making a file in it, as often as somebody else finishes just then.
    private const int MaxAttempts = 16;

    // Between making a file and locking it.
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private static readonly NameRules AllNames = new(serveHidden: true, windows: false);

    private readonly byte[] _below = Encoding.UTF8.GetBytes(options.Below);

    /// <summary>Makes a new one, locked.</summary>
    public UploadRefusal? TryCreate(UploadToken token, out StagedFile? staged)
    {
        staged = null;
        int error = 0;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            UploadRefusal? refusal = OpenHome(makes: true, out UploadFolder? home);
            if (home is null)
            {
                error = UnixErrors.NoEntry;
                if (refusal == UploadRefusal.NoFolder)
                {
                    continue;
                }

                return refusal;
            }

            error = home.Create(token.Text, out SafeFileHandle? file);
            if (file is not null)
            {
                error = UploadFolder.TakeLock(file);
                if (error == 0)
                {
                    staged = new StagedFile(file, home, token, 0);
                    return null;
                }

                _ = home.Remove(token.Text);
                file.Dispose();
            }

            home.Dispose();
            if (error != UnixErrors.NoEntry)
            {
                break;
            }
        }

        return UploadRefusal.OfError(error);
    }

    /// <summary>Opens one to go on with it, locked; it is kept unless it is told otherwise, and for as long as a new one.</summary>
    public UploadRefusal? TryOpen(UploadToken token, out StagedFile? staged)
    {
        staged = null;
        UploadRefusal? refusal = OpenHome(makes: false, out UploadFolder? home);
        if (home is null)
        {
            return IsAbsent(refusal) ? UploadRefusal.NoUpload : refusal;
        }

        SafeFileHandle? file = null;
        try
        {
            int error = home.Open(token.Text, out file);
            error = file is null ? error : UploadFolder.TakeLock(file);
            refusal = error == 0 ? null : Refuse(error);
            FileStatus status = error == 0 && file is not null ? tree.StatusOf(file) : default;
            if (error == 0 && file is not null && IsAlive(status))
            {
                // Whoever comes back is told how long it is kept from now on.
                File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
                staged = new StagedFile(file, home, token, status.Length) { IsKept = true };
                return null;
            }

            if (error == 0 && status.Kind == EntryKind.Unknown)
            {
                return UploadRefusal.NoHandle;
            }

            // Has landed but for its second name, was finished while we waited for nothing, or is too old.
            return refusal ?? UploadRefusal.NoUpload;
        }
        finally
        {
            if (staged is null)
            {
                if (file is not null)
                {
                    UploadFolder.Unlock(file);
                }

                home.Dispose();
            }
        }
    }

    /// <summary>Whether there is room for one more of so many bytes, once those are gone that nobody comes back for.</summary>
    public bool HasRoomFor(long? bytes)
    {
        if (options.MaxPartialUploads == 0)
        {
            return false;
        }

        (int count, long reserved) = Sweep();
        return count < options.MaxPartialUploads && reserved + ReservedBy(bytes, 0) <= options.MaxPartialBytes;
    }

    /// <summary>Removes what is too old, and says how many are left and how many bytes they may come to have.</summary>
    public (int Count, long Bytes) Sweep()
    {
        _ = OpenHome(makes: false, out UploadFolder? home);
        if (home is null)
        {
            return default;
        }

        using UploadFolder folder = home;
        using FolderEntries entries = new(AllNames, keepLinks: false, atRoot: false);
        using (FolderReader reader = tree.ReadFolder(folder.Handle))
        {
            while (!entries.IsCut && reader.ReadBatch(entries))
            {
            }
        }

        int count = 0;
        long bytes = 0;
        for (int index = 0; index < entries.Count; index++)
        {
            string name = Encoding.UTF8.GetString(entries.NameOf(entries[index]));
            if (UploadToken.Read(name) is { } token
                && tree.TryGetStatus(folder.Handle, entries.TerminatedNameOf(entries[index]), out FileStatus status)
                && !TryRemove(folder, token, status))
            {
                count++;
                bytes += ReservedBy(token.Length, status.Length);
            }
        }

        return (count, bytes);
    }

    /// <summary>Removes the folder, if the last one in it has gone.</summary>
    public void RemoveEmptyHome()
    {
        _ = Find(out UploadFolder? below);
        using UploadFolder? found = below;
        _ = found?.RemoveFolder(FolderName);
    }

    private long ReservedBy(long? declared, long written) => Math.Max(declared ?? options.MaxFileBytes, written);

    private bool IsAlive(in FileStatus status) =>
        status.Kind == EntryKind.File
        && !status.IsRemoved
        && !status.HasOtherNames
        && status.ModifiedTicks > time.GetUtcNow().UtcTicks - options.PartialLifetime.Ticks;

    private bool TryRemove(UploadFolder folder, UploadToken token, in FileStatus status)
    {
        // One that belongs to a single request is nobody's as soon as nobody has its lock.
        bool isOld = token.Kind == UploadKind.OneRequest
            ? status.ModifiedTicks < time.GetUtcNow().UtcTicks - Moment.Ticks
            : !IsAlive(status);
        if (!isOld || folder.Open(token.Text, out SafeFileHandle? file) != 0 || file is null)
        {
            return false;
        }

        bool isGone = UploadFolder.TakeLock(file) == 0 && folder.Remove(token.Text) == 0;
        UploadFolder.Unlock(file);
        return isGone;
    }

    /// <summary>Only what is not there is gone: a client that is told so throws away what it has sent.</summary>
    private static UploadRefusal Refuse(int error)
    {
        UploadRefusal refusal = UploadRefusal.OfError(error);
        return error == UnixErrors.WouldWait ? UploadRefusal.UnderWay : IsAbsent(refusal) ? UploadRefusal.NoUpload : refusal;
    }

    private static bool IsAbsent(UploadRefusal? refusal) => refusal is null || refusal == UploadRefusal.NoFolder;

    private UploadRefusal? OpenHome(bool makes, out UploadFolder? home)
    {
        home = null;
        UploadRefusal? refusal = makes
            ? folders.FindOrMake(_below, out UploadFolder? below)
            : Find(out below);
        if (below is null)
        {
            return refusal;
        }

        using UploadFolder found = below;
        int error = found.OpenFolder(UploadNames.Terminated(FolderName), makes, isPrivate: true, out home);
        return error == 0 ? null : UploadRefusal.OfError(error);
    }

    /// <summary>The folder below which uploads may go, if it is there.</summary>
    private UploadRefusal? Find(out UploadFolder? below)
    {
        UploadRefusal? refusal = folders.Find(_below, out below, out byte[] missing);
        if (below is not null && missing.Length > 0)
        {
            below.Dispose();
            below = null;
            return UploadRefusal.NoFolder;
        }

        return refusal;
    }
}
