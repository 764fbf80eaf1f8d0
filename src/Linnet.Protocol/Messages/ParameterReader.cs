// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Messages;

/// <summary>Reads the parameters that follow a media type or a disposition. RFC 9110 §5.6.6.</summary>
internal static class ParameterReader
{
    /// <summary>
    /// Takes the next <c>; name=value</c> off the front; false at the end, when nothing is left, and at what is none, when
    /// something is.
    /// </summary>
    /// <param name="rest">What is left, from a semicolon on.</param>
    /// <param name="name">The name, a token.</param>
    /// <param name="value">The value: a token, or a quoted string with its quotes.</param>
    public static bool TryRead(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = default;
        value = default;

        // RFC 9110 §5.6.6: a parameter may be missing between two semicolons, and after the last.
        ReadOnlySpan<byte> text = rest.TrimStart("; \t"u8);
        if (text.IsEmpty)
        {
            rest = default;
            return false;
        }

        int equals = text.IndexOf((byte)'=');
        if (rest[0] != (byte)';' || equals < 0 || !Token.IsToken(text[..equals]))
        {
            return false;
        }

        name = text[..equals];
        text = text[(equals + 1)..];
        int length = LengthOfValue(text);
        if (length <= 0)
        {
            return false;
        }

        value = text[..length];
        rest = text[length..].TrimStart(" \t"u8);
        return rest.IsEmpty || rest[0] == (byte)';';
    }

    /// <summary>Writes a value without its quotes and with its escapes undone; false when there is no room for it.</summary>
    public static bool TryUnquote(ReadOnlySpan<byte> value, Span<byte> destination, out int written)
    {
        written = 0;
        bool isQuoted = !value.IsEmpty && value[0] == (byte)'"';
        ReadOnlySpan<byte> text = isQuoted ? value[1..^1] : value;
        for (int index = 0; index < text.Length; index++)
        {
            // RFC 9110 §5.6.4: a backslash stands before what would end the string, or before itself. Others write file
            // names of Windows with backslashes that stand for themselves, and those are kept.
            bool isEscape = isQuoted
                && text[index] == (byte)'\\'
                && index + 1 < text.Length
                && text[index + 1] is (byte)'"' or (byte)'\\';
            index += isEscape ? 1 : 0;
            if (written == destination.Length)
            {
                return false;
            }

            destination[written++] = text[index];
        }

        return true;
    }

    private static int LengthOfValue(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)'"')
        {
            int end = Token.IndexOfNonToken(text);
            return end < 0 ? text.Length : end;
        }

        for (int index = 1; index < text.Length; index++)
        {
            if (text[index] == (byte)'"')
            {
                return index + 1;
            }

            bool isEscape = text[index] == (byte)'\\'
                && index + 1 < text.Length
                && text[index + 1] is (byte)'"' or (byte)'\\';
            index += isEscape ? 1 : 0;
        }

        return -1;
    }
}
