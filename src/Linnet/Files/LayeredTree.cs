// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>Several roots as one: what the first one does not have is looked for in the next.</summary>
internal sealed class LayeredTree(FileTree[] trees) : FileTree
{
    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened)
    {
        foreach (FileTree tree in trees)
        {
            LookupResult result = tree.Open(path, readUpTo, out opened);
            if (result != LookupResult.NotFound)
            {
                // Unavailable too: what lies below must not show through while the one above cannot be read.
                return result;
            }
        }

        opened = default;
        return LookupResult.NotFound;
    }

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) =>
        trees[0].OpenIn(folder, name, out opened);

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => trees[0].ReadFolder(folder);

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status) =>
        trees[0].TryGetStatus(folder, name, out status);

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => trees[0].StatusOf(file);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (FileTree tree in trees)
        {
            tree.Dispose();
        }
    }
}
