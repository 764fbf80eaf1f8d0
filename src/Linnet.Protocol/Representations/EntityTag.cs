// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.Protocol.Representations;

/// <summary>Reads and compares entity tags. RFC 9110 §8.8.3.</summary>
/// <remarks><code>
/// entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE
/// etagc      = %x21 / %x23-7E / %x80-FF     ; anything visible but the quote, backslash included
/// </code></remarks>
internal static class EntityTag
{
    private static readonly SearchValues<byte> Inside = SearchValues.Create(AllowedInside());

    /// <summary>True for text that can be sent as the value of ETag: a whole tag, in ASCII.</summary>
    public static bool IsEntityTag(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> quoted = Opaque(text);
        if (quoted.Length < 2 || quoted[0] != '"' || quoted[^1] != '"')
        {
            return false;
        }

        foreach (char character in quoted[1..^1])
        {
            if (character > '\x7e' || !Inside.Contains((byte)character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 9110 §8.8.3: case-sensitive, so <c>w/</c> is no prefix.</summary>
    public static bool IsWeak(ReadOnlySpan<char> tag) => tag.StartsWith("W/", StringComparison.Ordinal);

    /// <summary>
    /// Whether a list of tags, or one of them, names the current one. What is no tag in the list names nothing; an unclosed
    /// one ends it.
    /// </summary>
    /// <param name="list">The list as received.</param>
    /// <param name="current">The tag of what there is; empty for none.</param>
    /// <param name="strongly">
    /// RFC 9110 §8.8.3.2: whether two tags are equal only when neither is weak; else what stands in quotes is compared.
    /// </param>
    public static bool ListNames(ReadOnlySpan<byte> list, ReadOnlySpan<char> current, bool strongly)
    {
        bool isNamed = false;
        while (!isNamed && !list.IsEmpty)
        {
            int length = Measure(list);
            isNamed = length > 0 && AreEqual(list[..length], current, strongly);
            list = length > 0 ? list[length..] : SkipPastComma(list);
        }

        return isNamed;
    }

    /// <summary>Whether a field that is one tag, and nothing else, is the current one.</summary>
    public static bool Is(ReadOnlySpan<byte> tag, ReadOnlySpan<char> current, bool strongly) =>
        Measure(tag) == tag.Length && AreEqual(tag, current, strongly);

    /// <summary>How long the tag is that text begins with; 0 when it begins with none.</summary>
    private static int Measure(ReadOnlySpan<byte> text)
    {
        int quote = text.StartsWith("W/"u8) ? 2 : 0;
        if (text.Length < quote + 2 || text[quote] != (byte)'"')
        {
            return 0;
        }

        int inside = text[(quote + 1)..].IndexOfAnyExcept(Inside);
        int end = quote + 1 + inside;
        return inside >= 0 && text[end] == (byte)'"' ? end + 1 : 0;
    }

    /// <summary>The next place where a tag may begin: behind a comma, or behind blanks.</summary>
    private static ReadOnlySpan<byte> SkipPastComma(ReadOnlySpan<byte> list)
    {
        if (list[0] is (byte)' ' or (byte)'\t' or (byte)',')
        {
            return list[1..];
        }

        int comma = list.IndexOf((byte)',');
        return comma < 0 ? default : list[(comma + 1)..];
    }

    private static bool AreEqual(ReadOnlySpan<byte> tag, ReadOnlySpan<char> current, bool strongly)
    {
        bool isWeak = tag.StartsWith("W/"u8);
        if (current.IsEmpty || (strongly && (isWeak || IsWeak(current))))
        {
            return false;
        }

        return Ascii.Equals(isWeak ? tag[2..] : tag, Opaque(current));
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => IsWeak(tag) ? tag[2..] : tag;

    private static byte[] AllowedInside()
    {
        byte[] allowed = new byte[256];
        int count = 0;
        for (int value = 0x21; value <= 0xFF; value++)
        {
            if (value is not (0x22 or 0x7F))
            {
                allowed[count++] = (byte)value;
            }
        }

        return allowed[..count];
    }
}
