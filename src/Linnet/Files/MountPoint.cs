// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>Where a root is mounted in the paths of requests: takes the prefix off a path, and puts it before one.</summary>
internal sealed class MountPoint
{
    private readonly byte[] _path = [];

    /// <summary>A mount at a prefix as a request would have it; at the top for an empty one.</summary>
    /// <exception cref="ArgumentException">The prefix is not a path.</exception>
    public MountPoint(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length == 0)
        {
            return;
        }

        byte[] path = Encoding.UTF8.GetBytes(prefix);
        bool isPath = TargetPath.Normalize(path, out int length) == TargetPathRejection.None;
        if (!isPath || length == 0 || path[length - 1] == (byte)'/')
        {
            throw new ArgumentException(
                $"The prefix '{prefix}' is no path to mount at: write it as in /files, with a slash in front and none at "
                + "its end.",
                nameof(prefix));
        }

        _path = [.. path.AsSpan(0, length), (byte)'/'];
    }

    /// <summary>How many bytes of a normalised path lead to the root; negative when it does not lead there.</summary>
    public int LengthIn(ReadOnlySpan<byte> path) => path.StartsWith(_path) ? _path.Length : -1;

    /// <summary>True for the root's own path without its slash.</summary>
    public bool IsAt(ReadOnlySpan<byte> path) => _path.Length > 0 && path.SequenceEqual(_path.AsSpan(0, _path.Length - 1));

    /// <summary>The path of a request for what has this path below the root.</summary>
    public byte[] PathOf(ReadOnlySpan<byte> path) => [.. _path, .. path];
}
