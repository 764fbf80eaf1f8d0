// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Linnet.Cli;

/// <summary>
/// Shows bytes as text on one line: UTF-8 as it is, and everything that is not text, or would act on the terminal,
/// escaped. Takes the bytes in any pieces; a character cut in two is put together again.
/// </summary>
internal sealed class EscapedText
{
    /// <summary>The beginning of a character whose end has not come yet: three bytes at most.</summary>
    private readonly byte[] _cut = new byte[3];
    private int _cutLength;

    /// <summary>The bytes so far as text, except an unfinished last character.</summary>
    public string Append(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        if (_cutLength > 0)
        {
            byte[] joined = [.. _cut.AsSpan(0, _cutLength), .. bytes];
            _cutLength = 0;
            Escape(joined, text);
        }
        else
        {
            Escape(bytes, text);
        }

        return text.ToString();
    }

    /// <summary>What is left when no more bytes come.</summary>
    public string Finish()
    {
        StringBuilder text = new();
        foreach (byte value in _cut.AsSpan(0, _cutLength))
        {
            EscapeByte(value, text);
        }

        _cutLength = 0;
        return text.ToString();
    }

    private void Escape(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length);
            if (status == OperationStatus.NeedMoreData)
            {
                bytes.CopyTo(_cut);
                _cutLength = bytes.Length;
                return;
            }

            if (status == OperationStatus.Done)
            {
                EscapeRune(rune, text);
            }
            else
            {
                foreach (byte value in bytes[..length])
                {
                    EscapeByte(value, text);
                }
            }

            bytes = bytes[length..];
        }
    }

    private static void EscapeByte(byte value, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
    }

    private static void EscapeRune(Rune rune, StringBuilder text)
    {
        switch (rune.Value)
        {
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '\\' or '\'':
                text.Append('\\').Append((char)rune.Value);
                break;
            case < 0x20 or 0x7f:
                EscapeByte((byte)rune.Value, text);
                break;
            default:
                text.Append(Visible.IsVisible(rune) ? rune.ToString() : Visible.Number(rune));
                break;
        }
    }
}
