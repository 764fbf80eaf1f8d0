// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>Paths that the program gives, as opposed to those that visitors ask for: relative, with slashes, decoded.</summary>
internal static class FilePath
{
    /// <summary>Refuses a path that has no plain meaning below a root.</summary>
    /// <exception cref="ArgumentException">It has an empty segment, <c>.</c> or <c>..</c>, or a zero character.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        foreach (Range segment in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(segment) is "" or "." or ".." || path.AsSpan(segment).Contains('\0'))
            {
                throw new ArgumentException(
                    $"'{path}' is no path below a root: write it as in css/site.css, without a slash in front, and without empty "
                    + "segments, '.' and '..'.",
                    nameof(path));
            }
        }
    }

    /// <summary>Refuses what is no end of a name with a dot in front.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckExtension(string extension)
    {
        Check(extension);
        if (!extension.StartsWith('.'))
        {
            throw new ArgumentException($"An extension begins with its dot: write '.{extension}'.", nameof(extension));
        }
    }
}
