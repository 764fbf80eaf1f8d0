// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>Where an upload goes: a normalised path below the root, with the name of a file at its end.</summary>
internal sealed class UploadTarget
{
    private readonly byte[] _path;
    private readonly int _nameAt;

    /// <summary>The target of a path.</summary>
    public UploadTarget(ReadOnlySpan<byte> path)
    {
        _path = path.ToArray();
        _nameAt = path.LastIndexOf((byte)'/') + 1;
    }

    /// <summary>A name in a folder.</summary>
    /// <param name="folder">The folder's path: empty, or with a slash at its end.</param>
    /// <param name="name">The name.</param>
    public UploadTarget(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name)
        : this([.. folder, .. name])
    {
    }

    /// <summary>The path below the root.</summary>
    public ReadOnlySpan<byte> Path => _path;

    /// <summary>The path of the folder, without a slash at its end; empty for the root.</summary>
    public ReadOnlySpan<byte> Folder => _path.AsSpan(0, Math.Max(_nameAt - 1, 0));

    /// <summary>The path of the folder with its slash; empty for the root.</summary>
    public ReadOnlySpan<byte> FolderWithSlash => _path.AsSpan(0, _nameAt);

    /// <summary>The name of the file.</summary>
    public ReadOnlySpan<byte> Name => _path.AsSpan(_nameAt);

    /// <summary>The name with a zero byte behind it.</summary>
    public byte[] TerminatedName() => [.. Name, 0];
}
