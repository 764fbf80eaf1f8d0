// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Protocol.Text;

/// <summary>
/// The two alphabets every HTTP line is made of: token characters (methods, field names) and field value
/// characters. RFC 9110 §5.5 and §5.6.2.
/// </summary>
internal static class Token
{
    // RFC 9110 §5.6.2: tchar, the characters of a token.
    private static readonly SearchValues<byte> Characters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    // RFC 9110 §5.5: visible ASCII, space, tab and obs-text. Everything else is a control character, and a control
    // character in a field value is how one message is made to look like two.
    private static readonly SearchValues<byte> ValueBytes = SearchValues.Create(AllowedInValue());

    // What we send is the visible ASCII half of that: obs-text has no agreed encoding to offer a recipient.
    private static readonly SearchValues<char> ValueCharactersToSend = SearchValues.Create(SendableInValue());

    /// <summary>True when there is at least one byte and each is a token character.</summary>
    public static bool IsToken(ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && IndexOfNonToken(bytes) < 0;

    /// <summary>The text form of <see cref="IsToken(ReadOnlySpan{byte})"/>.</summary>
    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (!char.IsAscii(character) || !IsTokenByte((byte)character))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>Index of the first byte that no token may hold, or -1.</summary>
    public static int IndexOfNonToken(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(Characters);

    /// <summary>True for one byte of a token.</summary>
    public static bool IsTokenByte(byte value) => Characters.Contains(value);

    /// <summary>True when no byte is a control character other than the tab.</summary>
    public static bool IsFieldValue(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(ValueBytes);

    /// <summary>True for text we are willing to send as a field value: visible ASCII, space, tab.</summary>
    public static bool IsSendableFieldValue(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(ValueCharactersToSend);

    /// <summary>The bytes without the optional white space around them (RFC 9110 §5.6.3).</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes)
    {
        int start = LeadingWhiteSpace(bytes);
        int end = bytes.Length;
        while (end > start && IsWhiteSpace(bytes[end - 1]))
        {
            end--;
        }

        return bytes[start..end];
    }

    /// <summary>How many bytes of optional white space are in front.</summary>
    public static int LeadingWhiteSpace(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        while (count < bytes.Length && IsWhiteSpace(bytes[count]))
        {
            count++;
        }

        return count;
    }

    // RFC 9110 §5.6.3: OWS is spaces and tabs, and nothing else.
    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t';

    private static byte[] AllowedInValue()
    {
        byte[] allowed = new byte[1 + (0x7E - 0x20 + 1) + (0xFF - 0x80 + 1)];
        int count = 0;
        allowed[count++] = (byte)'\t';
        for (int value = 0x20; value <= 0x7E; value++)
        {
            allowed[count++] = (byte)value;
        }

        for (int value = 0x80; value <= 0xFF; value++)
        {
            allowed[count++] = (byte)value;
        }

        return allowed;
    }

    private static char[] SendableInValue()
    {
        char[] allowed = new char[1 + (0x7E - 0x20 + 1)];
        allowed[0] = '\t';
        for (int value = 0x20; value <= 0x7E; value++)
        {
            allowed[value - 0x20 + 1] = (char)value;
        }

        return allowed;
    }
}
