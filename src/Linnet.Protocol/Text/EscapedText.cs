// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Protocol.Text;

/// <summary>
/// Bytes from the outside as text that is safe in a log or on a terminal: one line, visible ASCII, everything else
/// written as an escape. A backslash is doubled, so the bytes can be told from the text.
/// </summary>
internal static class EscapedText
{
    /// <summary>Escapes at most <paramref name="maxBytes"/> bytes and says how many were left out.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        StringBuilder text = new();
        foreach (byte value in bytes[..Math.Min(bytes.Length, maxBytes)])
        {
            Append(text, value);
        }

        if (bytes.Length > maxBytes)
        {
            text.Append("… and ").Append(bytes.Length - maxBytes).Append(" more bytes");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, byte value)
    {
        switch (value)
        {
            case (byte)'\r':
                text.Append("\\r");
                break;
            case (byte)'\n':
                text.Append("\\n");
                break;
            case (byte)'\t':
                text.Append("\\t");
                break;
            case (byte)'\\':
                text.Append("\\\\");
                break;
            case >= 0x20 and < 0x7F:
                text.Append((char)value);
                break;
            default:
                text.Append("\\x").Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
