// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

namespace Linnet.Exchanges;

/// <summary>
/// Finds the fields of a request that ask for a state or a part of a representation, in one walk over all of them. Allocates
/// nothing unless one of them stands on several lines.
/// </summary>
internal static class ConditionReader
{
    /// <summary>The conditions; their bytes are valid until the handler awaits something.</summary>
    public static ConditionFields Read(RequestHeaders headers)
    {
        FieldValue ifMatch = default;
        FieldValue ifNoneMatch = default;
        FieldValue ifModifiedSince = default;
        FieldValue ifUnmodifiedSince = default;
        FieldValue ifRange = default;
        FieldValue range = default;
        ReadOnlySpan<byte> message = headers.Bytes;
        foreach (ref readonly Field field in headers.Lines.Fields)
        {
            ReadOnlySpan<byte> name = field.Name(message);
            ReadOnlySpan<byte> value = field.Value(message);
            switch (name.Length)
            {
                case 5 when Is(name, "Range"u8):
                    range = Joined(range, value);
                    break;
                case 8 when Is(name, "If-Match"u8):
                    ifMatch = Joined(ifMatch, value);
                    break;
                case 8 when Is(name, "If-Range"u8):
                    ifRange = Joined(ifRange, value);
                    break;
                case 13 when Is(name, "If-None-Match"u8):
                    ifNoneMatch = Joined(ifNoneMatch, value);
                    break;
                case 17 when Is(name, "If-Modified-Since"u8):
                    ifModifiedSince = Joined(ifModifiedSince, value);
                    break;
                case 19 when Is(name, "If-Unmodified-Since"u8):
                    ifUnmodifiedSince = Joined(ifUnmodifiedSince, value);
                    break;
            }
        }

        return new ConditionFields
        {
            IfMatch = ifMatch,
            IfNoneMatch = ifNoneMatch,
            IfModifiedSince = ifModifiedSince,
            IfUnmodifiedSince = ifUnmodifiedSince,
            IfRange = ifRange,
            Range = range,
        };
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) => Ascii.EqualsIgnoreCase(name, wanted);

    /// <summary>
    /// RFC 9110 §5.3: several lines are one list. For fields that are no lists, what comes out is nothing that they could mean,
    /// and they are ignored.
    /// </summary>
    private static FieldValue Joined(FieldValue before, ReadOnlySpan<byte> value) =>
        before.IsPresent ? new FieldValue((byte[])[.. before.Bytes, (byte)',', .. value]) : new FieldValue(value);
}
