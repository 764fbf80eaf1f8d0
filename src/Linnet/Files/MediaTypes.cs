// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>
/// Guesses the media type of a file from its name, and never from its bytes. Allocates nothing.
/// </summary>
internal static class MediaTypes
{
    /// <summary>
    /// For names that say nothing: bytes to be saved. The same default as nginx and Apache httpd's advice.
    /// </summary>
    public const string Unknown = "application/octet-stream";

    // Longer than any key in the table.
    private const int LongestKey = 24;

    private static readonly FrozenDictionary<string, string> Table = Read(MediaTypeTable.Lines);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Table.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Compressible = Table.Values
        .Where(static type => MediaTypeRules.FitsAny(MediaTypeRules.Essence(type), MediaTypeRules.Compressible))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every extension (or whole name, with a slash in front) and its type.</summary>
    public static IReadOnlyDictionary<string, string> All => Table;

    /// <summary>The value of Content-Type for a file name, which may have folders in front.</summary>
    public static string Of(ReadOnlySpan<byte> path)
    {
        // From the last dot of the name; without a dot from the slash in front of it, which marks a whole
        // name.
        int start = path.LastIndexOfAny((byte)'.', (byte)'/');
        bool hasExtension = start >= 0 && path[start] == (byte)'.';
        ReadOnlySpan<byte> rest = path[(start + 1)..];
        if (rest.Length >= LongestKey)
        {
            return Unknown;
        }

        Span<char> key = stackalloc char[LongestKey];
        key[0] = '/';
        // Latin-1 widens every byte to itself: whatever is not ASCII is in no key.
        int length = Encoding.Latin1.GetChars(rest, key[1..]);
        ReadOnlySpan<char> wanted = hasExtension ? key.Slice(1, length) : key[..(length + 1)];
        return Lookup.TryGetValue(wanted, out string? type) ? type : Unknown;
    }

    /// <summary>Whether a type from the table is of what becomes much smaller when it is compressed.</summary>
    public static bool IsCompressible(string type) => Compressible.Contains(type);

    private static FrozenDictionary<string, string> Read(string lines)
    {
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Split('\n', StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string type = words[0].StartsWith("text/", StringComparison.Ordinal)
                ? words[0] + "; charset=utf-8"
                : words[0];
            foreach (string key in words.AsSpan(1))
            {
                table.Add(key, type);
            }
        }

        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
