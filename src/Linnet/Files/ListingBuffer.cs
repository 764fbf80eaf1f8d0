// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Gathers a piece of a listing in one rented array: markup as it is, names escaped for HTML, for JSON or for a
/// line of text, names encoded for links. Filled, sent and cleared again and again, so a listing of any length
/// needs one piece of memory. Disposing returns it.
/// </summary>
internal sealed class ListingBuffer : IDisposable
{
    private const int FirstBytes = 32 * 1024;

    // What stands for itself in text and in a quoted attribute: visible ASCII and the blank, without markup.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        " !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);

    /// <summary>How much is in it.</summary>
    public int Length { get; private set; }

    /// <summary>What is in it; valid until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Empties it.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds markup of ours.</summary>
    public void AddMarkup(ReadOnlySpan<byte> markup)
    {
        markup.CopyTo(Room(markup.Length));
        Length += markup.Length;
    }

    /// <summary>
    /// Adds a name as text or as the value of a quoted attribute. Bytes that are not UTF-8 and control
    /// characters show as U+FFFD: they have no place in an HTML document, escaped or not.
    /// </summary>
    public void AddText(ReadOnlySpan<byte> name) => AddText(name, keepsLines: false);

    /// <summary>Adds text of several lines in the same way; line feeds and tabs stay what they are, carriage returns go.</summary>
    public void AddLines(ReadOnlySpan<byte> text) => AddText(text, keepsLines: true);

    /// <summary>Adds a string of JSON with its quotes. RFC 8259 §7. What is not UTF-8 becomes U+FFFD.</summary>
    public void AddJson(ReadOnlySpan<byte> name)
    {
        AddMarkup("\""u8);
        while (!name.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(name, out Rune character, out int length);
            if (character.Value is '"' or '\\')
            {
                AddMarkup("\\"u8);
                AddMarkup(name[..1]);
            }
            else if (Rune.IsControl(character))
            {
                AddMarkup("\\u"u8);
                AddNumber(character.Value, new StandardFormat('x', 4));
            }
            else if (status == OperationStatus.Done)
            {
                AddMarkup(name[..length]);
            }
            else
            {
                AddMarkup("\uFFFD"u8);
            }

            name = name[length..];
        }

        AddMarkup("\""u8);
    }

    /// <summary>
    /// Adds a name that is one line and cannot be taken for another: as it is, or in quotes, as git does it, when it
    /// begins with a quote or holds a control character or bytes that are not UTF-8. In quotes, <c>\"</c>, <c>\\</c>,
    /// <c>\n</c> and <c>\t</c> are what they are in C, and <c>\377</c> is a byte.
    /// </summary>
    public void AddLine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> behind)
    {
        bool isQuoted = NeedsQuotes(name);
        AddMarkup(isQuoted ? "\""u8 : default);
        while (isQuoted && !name.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(name, out Rune character, out int length);
            bool isPlain = status == OperationStatus.Done && !Rune.IsControl(character);
            if (isPlain && character.Value is not ('"' or '\\'))
            {
                AddMarkup(name[..length]);
            }
            else
            {
                AddQuoted(name[..length]);
            }

            name = name[length..];
        }

        AddMarkup(name);
        AddMarkup(behind);
        AddMarkup(isQuoted ? "\"\n"u8 : "\n"u8);
    }

    /// <summary>Adds one path segment, percent-encoded, for use in a link.</summary>
    public void AddSegment(ReadOnlySpan<byte> segment)
    {
        bool fits = PercentEncoding.TryEncodeSegment(
            segment, Room(segment.Length * PercentEncoding.MaxBytesPerByte), out int written);
        System.Diagnostics.Debug.Assert(fits, "Three bytes per byte are always enough.");
        Length += written;
    }

    /// <summary>Adds bytes, percent-encoded, as a value in the query of a link.</summary>
    public void AddQueryValue(ReadOnlySpan<byte> value)
    {
        for (int plus = value.IndexOf((byte)'+'); plus >= 0; plus = value.IndexOf((byte)'+'))
        {
            // A plus sign stands for itself in a path, and for a space in a query.
            AddSegment(value[..plus]);
            AddMarkup("%2B"u8);
            value = value[(plus + 1)..];
        }

        AddSegment(value);
    }

    /// <summary>Adds a number without separators.</summary>
    public void AddNumber(long number)
    {
        const int longest = 20;
        _ = Utf8Formatter.TryFormat(number, Room(longest), out int written);
        Length += written;
    }

    /// <summary>Adds a number with leading zeros.</summary>
    public void AddNumber(int number, byte digits) => AddNumber(number, new StandardFormat('D', digits));

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private static bool NeedsQuotes(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("\""u8))
        {
            return true;
        }

        while (!name.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(name, out Rune character, out int length);
            if (status != OperationStatus.Done || Rune.IsControl(character))
            {
                return true;
            }

            name = name[length..];
        }

        return false;
    }

    private void AddQuoted(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            AddMarkup("\\"u8);
            switch (value)
            {
                case (byte)'\n':
                    AddMarkup("n"u8);
                    break;
                case (byte)'\t':
                    AddMarkup("t"u8);
                    break;
                case (byte)'"' or (byte)'\\':
                    AddMarkup([value]);
                    break;
                default:
                    AddMarkup([(byte)('0' + (value >> 6)), (byte)('0' + ((value >> 3) & 7)), (byte)('0' + (value & 7))]);
                    break;
            }
        }
    }

    private void AddNumber(int number, StandardFormat format)
    {
        const int longest = 16;
        _ = Utf8Formatter.TryFormat(number, Room(longest), out int written, format);
        Length += written;
    }

    private void AddText(ReadOnlySpan<byte> text, bool keepsLines)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                AddMarkup(text);
                return;
            }

            AddMarkup(text[..plain]);
            text = text[plain..];
            _ = Rune.DecodeFromUtf8(text, out Rune character, out int length);
            text = text[length..];
            if (!Rune.IsControl(character) || (keepsLines && character.Value is '\n' or '\t'))
            {
                AddEscaped(character);
            }
            else if (!keepsLines || character.Value != '\r')
            {
                AddEscaped(Rune.ReplacementChar);
            }
        }
    }

    private void AddEscaped(Rune character)
    {
        switch (character.Value)
        {
            case '&':
                AddMarkup("&amp;"u8);
                break;
            case '<':
                AddMarkup("&lt;"u8);
                break;
            case '>':
                AddMarkup("&gt;"u8);
                break;
            case '"':
                AddMarkup("&quot;"u8);
                break;
            case '\'':
                AddMarkup("&#39;"u8);
                break;
            default:
                const int longest = 4;
                Length += character.EncodeToUtf8(Room(longest));
                break;
        }
    }

    private Span<byte> Room(int needed)
    {
        if (_bytes.Length - Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + needed, _bytes.Length * 2));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
