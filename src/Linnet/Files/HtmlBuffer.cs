// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Gathers a piece of an HTML page in one rented array: markup as it is, names escaped for text, names
/// encoded for links. Filled, sent and cleared again and again, so a page of any length needs one piece of
/// memory. Disposing returns it.
/// </summary>
internal sealed class HtmlBuffer : IDisposable
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
    public void AddText(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            int plain = name.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                AddMarkup(name);
                return;
            }

            AddMarkup(name[..plain]);
            name = name[plain..];
            _ = Rune.DecodeFromUtf8(name, out Rune character, out int length);
            AddEscaped(Rune.IsControl(character) ? Rune.ReplacementChar : character);
            name = name[length..];
        }
    }

    /// <summary>Adds one path segment, percent-encoded, for use in a link.</summary>
    public void AddSegment(ReadOnlySpan<byte> segment)
    {
        bool fits = PercentEncoding.TryEncodeSegment(
            segment, Room(segment.Length * PercentEncoding.MaxBytesPerByte), out int written);
        System.Diagnostics.Debug.Assert(fits, "Three bytes per byte are always enough.");
        Length += written;
    }

    /// <summary>Adds a number without separators.</summary>
    public void AddNumber(long number)
    {
        const int longest = 20;
        _ = Utf8Formatter.TryFormat(number, Room(longest), out int written);
        Length += written;
    }

    /// <summary>Adds a number with leading zeros.</summary>
    public void AddNumber(int number, byte digits)
    {
        _ = Utf8Formatter.TryFormat(number, Room(digits), out int written, new StandardFormat('D', digits));
        Length += written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
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
