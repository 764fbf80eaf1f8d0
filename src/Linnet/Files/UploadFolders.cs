// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// Finds the folder that an upload goes to, through the tree beneath the root, and makes those that are missing when it may.
/// Waits for the disk.
/// </summary>
internal sealed class UploadFolders(FileTree tree, bool makesFolders)
{
    // Deeper than anybody nests by hand; each costs an entry on the disk.
    private const int MaxMade = 32;

    /// <summary>The folder, or the deepest one above it that is there when the others can be made.</summary>
    /// <param name="path">The path of a folder without a slash at its end; empty for the root.</param>
    /// <param name="found">The folder; its caller's.</param>
    /// <param name="missing">What is missing of the path; empty when nothing is.</param>
    public UploadRefusal? Find(ReadOnlySpan<byte> path, out UploadFolder? found, out byte[] missing)
    {
        int end = path.Length;
        while (true)
        {
            LookupResult result = tree.Open([.. path[..end], 0], readUpTo: 0, out OpenedFile opened);
            missing = path[end..].TrimStart((byte)'/').ToArray();
            found = null;
            switch (result)
            {
                case LookupResult.Found when opened.Status.Kind == EntryKind.Folder:
                    found = new UploadFolder(opened.Handle);
                    return CanMake(missing, found) ? null : Refuse(ref found, UploadRefusal.NoFolder);
                case LookupResult.Found:
                    opened.Dispose();
                    return UploadRefusal.NotAFile with { Text = "What the folder is to be in is a file." };
                case LookupResult.Unavailable:
                    return UploadRefusal.NoHandle;
                case LookupResult.NotFound when !makesFolders || end == 0:
                    return UploadRefusal.NoFolder;
                case LookupResult.NotFound:
                    end = Math.Max(path[..end].LastIndexOf((byte)'/'), 0);
                    break;
            }
        }
    }

    /// <summary>The folder, made where it is missing.</summary>
    public UploadRefusal? FindOrMake(ReadOnlySpan<byte> path, out UploadFolder? folder)
    {
        UploadRefusal? refusal = Find(path, out folder, out byte[] missing);
        ReadOnlySpan<byte> rest = missing;
        while (refusal is null && folder is not null && !rest.IsEmpty)
        {
            int slash = rest.IndexOf((byte)'/');
            int error = folder.OpenFolder(
                [.. slash < 0 ? rest : rest[..slash], 0], makes: true, isPrivate: false, out UploadFolder? next);
            if (error == 0)
            {
                error = folder.FlushNames();
            }

            rest = slash < 0 ? default : rest[(slash + 1)..];
            folder.Dispose();
            folder = next;
            refusal = error == 0 ? null : Refuse(ref folder, UploadRefusal.OfError(error));
        }

        return refusal;
    }

    /// <summary>Whether nothing stands in the way: a link or a pipe is not there for the tree, and yet it is.</summary>
    private bool CanMake(byte[] missing, UploadFolder folder)
    {
        if (missing.Length == 0)
        {
            return true;
        }

        int slash = missing.AsSpan().IndexOf((byte)'/');
        byte[] first = [.. missing.AsSpan(0, slash < 0 ? missing.Length : slash), 0];
        return missing.AsSpan().Count((byte)'/') < MaxMade && !tree.TryGetStatus(folder.Handle, first, out _);
    }

    private static UploadRefusal Refuse(ref UploadFolder? folder, UploadRefusal refusal)
    {
        folder?.Dispose();
        folder = null;
        return refusal;
    }
}
