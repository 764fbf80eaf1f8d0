// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>Files in memory as a tree. Its folders have no handles and are not listed.</summary>
internal sealed class MemoryTree(MemoryFiles files) : FileTree
{
    /// <inheritdoc/>
    public override LookupResult Open(Span<byte> path, int readUpTo, out OpenedFile opened) =>
        files.TryFind(path[..^1], out opened) ? LookupResult.Found : LookupResult.NotFound;

    /// <inheritdoc/>
    public override LookupResult OpenIn(SafeFileHandle folder, Span<byte> name, out OpenedFile opened) => throw NoHandles();

    /// <inheritdoc/>
    public override FolderReader ReadFolder(SafeFileHandle folder) => throw NoHandles();

    /// <inheritdoc/>
    public override bool TryGetStatus(SafeFileHandle folder, Span<byte> name, out FileStatus status) => throw NoHandles();

    /// <inheritdoc/>
    public override FileStatus StatusOf(SafeFileHandle file) => throw NoHandles();

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Memory is nobody's to give back.
    }

    private static IOException NoHandles() => new("Files in memory have no handles.");
}
