// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using Linnet.Protocol.Representations;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// Makes room for uploads and gives them their names: the two moments at which an upload meets what is there. Knows nothing of
/// HTTP but its conditions. Waits for the disk. See docs/adr/0045-uploads-land-whole-or-not-at-all.md.
/// </summary>
internal sealed class UploadStore
{
    private readonly FileTree _tree;
    private readonly UploadOptions _options;
    private readonly TimeProvider _time;
    private readonly UploadFolders _folders;
    private readonly FileTags _tags = new();

    // Between looking at a name and giving it away: uploads of this process wait for each other.
    private readonly Lock _landing = new();

    /// <summary>A store in a tree, which stays its caller's.</summary>
    public UploadStore(FileTree tree, UploadOptions options, TimeProvider time)
    {
        _tree = tree;
        _options = options;
        _time = time;
        _folders = new UploadFolders(tree, options.MakeFolders);
        Partial = new PartialUploads(tree, _folders, options, time);
    }

    /// <summary>Those that are not finished.</summary>
    public PartialUploads Partial { get; }

    /// <summary>Whether an upload would be refused for what is there now; what is there may change until it lands.</summary>
    public UploadRefusal? Check(UploadTarget target, UploadKind kind, UploadConditions conditions)
    {
        UploadRefusal? refusal = _folders.Find(target.Folder, out UploadFolder? found, out byte[] missing);
        using UploadFolder? folder = found;
        return folder is null ? refusal : Check(folder, missing, target, kind, conditions);
    }

    /// <summary>A file for the bytes of one request, gone with it when it does not land.</summary>
    public UploadRefusal? TryStage(
        UploadTarget target, UploadKind kind, UploadConditions conditions, out StagedFile? staged)
    {
        staged = null;
        UploadRefusal? refusal = _folders.Find(target.Folder, out UploadFolder? found, out byte[] missing);
        using UploadFolder? folder = found;
        if (folder is null || (refusal = Check(folder, missing, target, kind, conditions)) is not null)
        {
            return refusal;
        }

        SafeFileHandle? file = null;
        int error = _options.NamesEverything ? UnixErrors.NotSupported : folder.CreateNameless(out file);
        if (file is not null)
        {
            staged = new StagedFile(file);
            return null;
        }

        // As file systems and kernels say that there is no such thing as a file without a name.
        return error is UnixErrors.NotSupported or UnixErrors.IsFolder or UnixErrors.NoEntry or UnixErrors.NotValid
            ? Partial.TryCreate(UploadToken.Create(UploadKind.OneRequest, target.Path, null), out staged)
            : UploadRefusal.OfError(error);
    }

    /// <summary>Gives a file that has been received its name, once its bytes are on the disk.</summary>
    public UploadRefusal? TryLand(
        StagedFile staged, UploadTarget target, UploadKind kind, UploadConditions conditions, out LandedFile? landed)
    {
        landed = null;
        int error = UploadFolder.FlushFile(staged.Handle);
        if (error != 0)
        {
            return UploadRefusal.OfError(error);
        }

        UploadRefusal? refusal = _folders.FindOrMake(target.Folder, out UploadFolder? found);
        using UploadFolder? folder = found;
        if (folder is null)
        {
            return refusal;
        }

        lock (_landing)
        {
            refusal = Land(staged, folder, target, kind, conditions, out landed);
        }

        // What cannot be flushed is there all the same: to say that it is not would be wrong, too.
        _ = landed is null ? 0 : folder.FlushNames();
        return refusal;
    }

    private UploadRefusal? Check(
        UploadFolder folder, byte[] missing, UploadTarget target, UploadKind kind, UploadConditions conditions)
    {
        FileStatus status = default;
        bool exists = missing.Length == 0 && _tree.TryGetStatus(folder.Handle, target.TerminatedName(), out status);
        return Weigh(exists, status, kind, conditions);
    }

    /// <summary>Null when the upload may have its name, or another one.</summary>
    private UploadRefusal? Weigh(bool exists, in FileStatus status, UploadKind kind, UploadConditions conditions)
    {
        if (!exists)
        {
            return conditions.HoldForNothing ? null : UploadRefusal.Changed;
        }

        if (status.Kind != EntryKind.File)
        {
            // RFC 9110 §13.1.2: whatever it is, it is there.
            return conditions.NeedsNothing ? UploadRefusal.Changed : UploadRefusal.NotAFile;
        }

        DateTimeOffset now = _time.GetUtcNow();
        bool isSettled = status.IsSettled(now);
        Validators current = new(
            _tags.Of(status, ContentCoding.Identity, isSettled), FileSender.LastModified(status, now), isSettled);
        if (!conditions.Hold(current, now))
        {
            return UploadRefusal.Changed;
        }

        return _options.WhenFileExists switch
        {
            ExistingFilePolicy.Replace => null,
            ExistingFilePolicy.Number => kind == UploadKind.Post ? null : UploadRefusal.Taken,
            _ => UploadRefusal.Taken,
        };
    }

    private UploadRefusal? Land(
        StagedFile staged,
        UploadFolder folder,
        UploadTarget target,
        UploadKind kind,
        UploadConditions conditions,
        out LandedFile? landed)
    {
        landed = null;
        byte[] name = target.TerminatedName();
        bool exists = _tree.TryGetStatus(folder.Handle, name, out FileStatus status);
        UploadRefusal? refusal = Weigh(exists, status, kind, conditions);
        if (refusal is not null)
        {
            return refusal;
        }

        bool numbers = _options.WhenFileExists == ExistingFilePolicy.Number && kind == UploadKind.Post;
        bool replaces = exists && !numbers;
        int error = Give(staged, folder, name, replaces);
        for (int number = 2; numbers && error == UnixErrors.Exists && number <= UploadNames.MaxNumber; number++)
        {
            name = UploadNames.Numbered(target.Name, number);
            error = Give(staged, folder, name, replaces: false);
        }

        if (error != 0)
        {
            // Somebody else has made it since we looked.
            return error == UnixErrors.Exists && conditions.NeedsNothing
                ? UploadRefusal.Changed
                : UploadRefusal.OfError(error);
        }

        landed = new LandedFile([.. target.FolderWithSlash, .. name.AsSpan(0, name.Length - 1)], TagOf(staged), replaces);
        return null;
    }

    /// <summary>In one step; where a mount lies between, a copy of it in the same folder takes that step.</summary>
    private int Give(StagedFile staged, UploadFolder folder, byte[] name, bool replaces)
    {
        if (!replaces && _tree.TryGetStatus(folder.Handle, name, out _))
        {
            return UnixErrors.Exists;
        }

        int error = staged.Land(folder, name, replaces);
        return error == UnixErrors.OtherFileSystem ? UploadCopy.Land(staged, folder, name, replaces) : error;
    }

    private string? TagOf(StagedFile staged)
    {
        FileStatus status = _tree.StatusOf(staged.Handle);
        return staged.HasLanded && status.Kind == EntryKind.File
            ? _tags.Of(status, ContentCoding.Identity, status.IsSettled(_time.GetUtcNow()))
            : null;
    }
}
