// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

namespace Linnet.Diagnostics;

/// <summary>
/// Writes one line of visible ASCII. What is not visible ASCII is written <c>\xhh</c>, byte by byte, so that nothing in it can
/// end the line, act on a terminal or turn its direction; a backslash is doubled and a quotation mark has one before it.
/// </summary>
/// <remarks>In JSON, what a reader of the JSON gets is text that has these escapes.</remarks>
internal ref struct LogText(Span<byte> destination, bool isJson)
{
    private const int MaxEscapeBytes = 5;
    private const int MaxRuneBytes = 4;

    // The end of the line always has room.
    private readonly Span<byte> _room = destination[..^1];
    private readonly Span<byte> _all = destination;
    private int _length;

    /// <summary>Writes text of ours as it is.</summary>
    public void Raw(ReadOnlySpan<byte> text)
    {
        if (text.TryCopyTo(_room[_length..]))
        {
            _length += text.Length;
        }
    }

    /// <summary>Writes a value of ours.</summary>
    public void Formatted<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        if (value.TryFormat(_room[_length..], out int written, format, CultureInfo.InvariantCulture))
        {
            _length += written;
        }
    }

    /// <summary>Writes text, escaped; at most so many characters, and then three dots.</summary>
    public void Escaped(string text, int maxCharacters)
    {
        int characters = 0;
        Span<byte> encoded = stackalloc byte[MaxRuneBytes];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++characters > maxCharacters)
            {
                Raw("..."u8);
                return;
            }

            foreach (byte value in encoded[..rune.EncodeToUtf8(encoded)])
            {
                Escape(value);
            }
        }
    }

    /// <summary>Writes bytes, escaped; at most so many, and then three dots.</summary>
    public void Escaped(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        foreach (byte value in bytes[..Math.Min(bytes.Length, maxBytes)])
        {
            Escape(value);
        }

        if (bytes.Length > maxBytes)
        {
            Raw("..."u8);
        }
    }

    /// <summary>Ends the line and returns its length.</summary>
    public int EndLine()
    {
        _all[_length++] = (byte)'\n';
        return _length;
    }

    private void Escape(byte value)
    {
        if (_room.Length - _length < MaxEscapeBytes)
        {
            return;
        }

        switch (value)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw(isJson ? "\\\\\\\\"u8 : "\\\\"u8);
                break;
            case >= 0x20 and < 0x7f:
                _room[_length++] = value;
                break;
            default:
                Raw(isJson ? "\\\\x"u8 : "\\x"u8);
                Formatted(value, "x2");
                break;
        }
    }
}
