// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Http1;

/// <summary>One field line, of a head or of a trailer section: <c>field-name ":" OWS field-value OWS</c>. RFC 9112 §5.</summary>
internal static class FieldLine
{
    /// <summary>Reads the whole, not empty line between <paramref name="start"/> and <paramref name="end"/>.</summary>
    public static RequestRejection Parse(
        ReadOnlySpan<byte> buffer, int start, int end, bool isFirst, out Field field)
    {
        field = default;
        ReadOnlySpan<byte> line = buffer[start..end];
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // RFC 9112 §2.2 for the first line, §5.2 for the others: a line that begins with white space continues
            // the one before for some readers and not for others, so it is refused.
            return isFirst ? RequestRejection.WhitespaceBeforeFirstField : RequestRejection.ObsoleteLineFolding;
        }

        int nameLength = Token.IndexOfNonToken(line);
        if (nameLength <= 0 || line[nameLength] != ':')
        {
            return FaultOfName(line, nameLength);
        }

        ReadOnlySpan<byte> rest = line[(nameLength + 1)..];
        ReadOnlySpan<byte> value = Token.Trim(rest);
        if (!Token.IsFieldValue(value))
        {
            return RequestRejection.InvalidFieldValue;
        }

        int leading = value.IsEmpty ? 0 : Token.LeadingWhiteSpace(rest);
        field = new Field(
            KnownFields.Recognise(line[..nameLength]), start, nameLength, start + nameLength + 1 + leading, value.Length);
        return RequestRejection.None;
    }

    private static RequestRejection FaultOfName(ReadOnlySpan<byte> line, int nameLength)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return RequestRejection.MissingColon;
        }

        if (colon == 0)
        {
            return RequestRejection.EmptyFieldName;
        }

        // RFC 9112 §5.1: a server MUST refuse white space between the name and the colon.
        bool onlyWhitespaceBetween = Token.Trim(line[nameLength..colon]).IsEmpty;
        return onlyWhitespaceBetween ? RequestRejection.WhitespaceBeforeColon : RequestRejection.InvalidFieldName;
    }
}
