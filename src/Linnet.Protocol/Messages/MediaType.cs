// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Messages;

/// <summary>Reads a media type, the value of Content-Type. RFC 9110 §8.3.1.</summary>
internal static class MediaType
{
    /// <summary>Type and subtype without parameters, such as <c>text/html</c>; compared without regard to case.</summary>
    public static ReadOnlySpan<byte> Essence(ReadOnlySpan<byte> contentType)
    {
        int end = contentType.IndexOf((byte)';');
        return Token.Trim(end < 0 ? contentType : contentType[..end]);
    }

    /// <summary>True for JSON: <c>application/json</c>, <c>text/json</c> and everything that ends in <c>+json</c>.</summary>
    public static bool IsJson(ReadOnlySpan<byte> contentType)
    {
        ReadOnlySpan<byte> essence = Essence(contentType);
        return Ascii.EqualsIgnoreCase(essence, "application/json"u8)
            || Ascii.EqualsIgnoreCase(essence, "text/json"u8)
            || (essence.Length > 5 && Ascii.EqualsIgnoreCase(essence[^5..], "+json"u8));
    }

    /// <summary>
    /// Finds a parameter and writes its value, without quotes; false when it is not there, stands there twice, is broken,
    /// or is longer than the destination.
    /// </summary>
    public static bool TryGetParameter(
        ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> name, Span<byte> destination, out int written)
    {
        written = -1;
        int end = contentType.IndexOf((byte)';');
        ReadOnlySpan<byte> rest = end < 0 ? default : contentType[end..];
        while (ParameterReader.TryRead(ref rest, out ReadOnlySpan<byte> found, out ReadOnlySpan<byte> value))
        {
            if (!Ascii.EqualsIgnoreCase(found, name))
            {
                continue;
            }

            if (written >= 0 || !ParameterReader.TryUnquote(value, destination, out written))
            {
                return false;
            }
        }

        return written >= 0 && rest.IsEmpty;
    }
}
