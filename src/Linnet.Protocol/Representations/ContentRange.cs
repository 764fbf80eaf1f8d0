// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;

namespace Linnet.Protocol.Representations;

/// <summary>Writes the field Content-Range. RFC 9110 §14.4.</summary>
internal static class ContentRange
{
    /// <summary>Which part of how much.</summary>
    public static string Of(ByteRange part, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {part.Offset}-{part.End - 1}/{length}");

    /// <summary>How much there is, to a client that wanted what there is not. RFC 9110 §15.5.17.</summary>
    public static string OfNone(long length) => string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
}
