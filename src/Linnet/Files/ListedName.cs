// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text.Unicode;

using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// What can be done with a name of a folder's. Linux allows any byte in one but zero and the slash; paths of requests do
/// not: what is not UTF-8, a control character or a backslash is asked for by the query of its folder.
/// </summary>
internal static class ListedName
{
    // Three bytes for each of 255 characters, as most systems count, and three for each of those in a link.
    private const int LongestName = 3 * 255;
    private const int LongestLink = (3 * LongestName) + 1;

    /// <summary>
    /// Whether a link to a name would come back as that name: the reader of paths itself is asked.
    /// </summary>
    public static bool IsInPaths(ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[LongestLink];
        path[0] = (byte)'/';
        return PercentEncoding.TryEncodeSegment(name, path[1..], out int length)
            && TargetPath.Normalize(path[..(length + 1)], out int normal) == TargetPathRejection.None
            && path[..normal].SequenceEqual(name);
    }

    /// <summary>Whether it is one name, of a thing in a folder and not of the folder or what is above it.</summary>
    public static bool IsOneName(ReadOnlySpan<byte> name) =>
        !name.IsEmpty
        && name.Length <= LongestName
        && !name.ContainsAny((byte)'/', (byte)0)
        && !name.SequenceEqual("."u8)
        && !name.SequenceEqual(".."u8);

    /// <summary>Whether it is text.</summary>
    public static bool IsText(ReadOnlySpan<byte> name) => Utf8.IsValid(name);

    /// <summary>
    /// Adds the link that leads to it, relative to its folder's; false when none does, which is so for a folder that is in no
    /// path.
    /// </summary>
    public static bool TryAddLink(ListingBuffer buffer, ReadOnlySpan<byte> name, bool isFolder)
    {
        if (IsInPaths(name))
        {
            buffer.AddSegment(name);
            buffer.AddMarkup(isFolder ? "/"u8 : default);
            return true;
        }

        if (!isFolder)
        {
            buffer.AddMarkup("?name="u8);
            buffer.AddQueryValue(name);
        }

        return !isFolder;
    }
}
