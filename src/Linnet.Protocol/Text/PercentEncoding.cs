// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Protocol.Text;

/// <summary>
/// Percent-encoding of RFC 3986 §2.1: which triplets are well formed, what byte one stands for, and how a
/// path segment is written. It never decodes a whole text: what may be decoded depends on the part of the
/// target (<see cref="TargetPath"/> knows the path's rules), and a text decoded without asking is how double
/// decoding begins.
/// </summary>
internal static class PercentEncoding
{
    /// <summary>The most bytes that one byte becomes when encoded.</summary>
    public const int MaxBytesPerByte = 3;

    /// <summary>
    /// What a segment keeps as it is: unreserved, "@" and those sub-delims that mean nothing in HTML, in a
    /// shell's quotes or at the start of a relative reference. RFC 3986 §3.3 would allow ":", "&amp;" and "'"
    /// as well; they are encoded so that one encoded segment is safe as a relative href ("a:b" would read as
    /// a scheme) and inside any attribute.
    /// </summary>
    private static readonly SearchValues<byte> Kept =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$()*+,;=@"u8);

    /// <summary>Whether every percent sign in a text is followed by two hexadecimal digits.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int percent = text.IndexOf((byte)'%');
            if (percent < 0)
            {
                return true;
            }

            text = text[percent..];
            if (!TryDecodeTriplet(text, out _))
            {
                return false;
            }

            text = text[MaxBytesPerByte..];
        }
    }

    /// <summary>Reads the triplet at the start of a text. The caller has seen the percent sign.</summary>
    public static bool TryDecodeTriplet(ReadOnlySpan<byte> text, out byte decoded)
    {
        decoded = 0;
        // RFC 3986 §2.1: "%" HEXDIG HEXDIG, in either case; a sign, a blank or one digit alone is no triplet.
        if (text.Length < MaxBytesPerByte
            || !char.IsAsciiHexDigit((char)text[1])
            || !char.IsAsciiHexDigit((char)text[2]))
        {
            return false;
        }

        decoded = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    /// <summary>
    /// Writes a decoded path segment in encoded form; false when the destination is too small.
    /// </summary>
    public static bool TryEncodeSegment(ReadOnlySpan<byte> segment, Span<byte> destination, out int written)
    {
        written = 0;
        foreach (byte value in segment)
        {
            if (Kept.Contains(value))
            {
                if (written >= destination.Length)
                {
                    return false;
                }

                destination[written++] = value;
            }
            else
            {
                if (written + MaxBytesPerByte > destination.Length)
                {
                    return false;
                }

                destination[written++] = (byte)'%';
                // RFC 3986 §2.1: upper-case digits, so that equal paths are written equally.
                destination[written++] = "0123456789ABCDEF"u8[value >> 4];
                destination[written++] = "0123456789ABCDEF"u8[value & 0xF];
            }
        }

        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
