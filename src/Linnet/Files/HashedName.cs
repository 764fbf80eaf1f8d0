// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// Recognises the names that bundlers give: with a hash of the content in them, so that another content has another name.
/// </summary>
internal static class HashedName
{
    /// <summary>What a client is told of such a file: a year, and no need to ask (RFC 8246).</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    private const int ShortestHash = 8;
    private const int LongestHash = 64;

    /// <summary>
    /// Whether the last piece before the extensions, behind a dot or dash, looks like a hash: letters and digits, both, and
    /// long enough. A date or a word alone does not.
    /// </summary>
    public static bool Is(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        int extension = name.LastIndexOf((byte)'.');
        bool isHash = false;

        // A source map has two extensions: app.3f2a9c1b.js.map.
        for (int attempt = 0; attempt < 2 && extension > 0 && !isHash; attempt++)
        {
            name = name[..extension];
            int start = name.LastIndexOfAny((byte)'.', (byte)'-');
            isHash = start > 0 && IsHash(name[(start + 1)..]);
            extension = name.LastIndexOf((byte)'.');
        }

        return isHash;
    }

    private static bool IsHash(ReadOnlySpan<byte> text)
    {
        bool hasDigit = false;
        bool hasLetter = false;
        foreach (byte value in text)
        {
            bool isDigit = char.IsAsciiDigit((char)value);
            hasDigit |= isDigit;
            hasLetter |= char.IsAsciiLetter((char)value);
            if (!isDigit && !char.IsAsciiLetter((char)value) && value != (byte)'_')
            {
                return false;
            }
        }

        return hasDigit && hasLetter && text.Length is >= ShortestHash and <= LongestHash;
    }
}
