// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;

namespace Linnet.Load;

/// <summary>What our clients have to know of a response head.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentLength">How long the body is.</param>
/// <param name="SaysClose">True when the connection ends after it.</param>
internal sealed record WireHead(int Status, long ContentLength, bool SaysClose)
{
    /// <summary>Reads a head, which ends with its empty line.</summary>
    /// <exception cref="FormatException">It is not what this program's server sends.</exception>
    public static WireHead Parse(string text)
    {
        const string Length = "\r\nContent-Length: ";
        int length = text.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || length < 0)
        {
            throw new FormatException($"This is no response of ours: {text}");
        }

        ReadOnlySpan<char> value = text.AsSpan(length + Length.Length);
        return new WireHead(
            int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture),
            long.Parse(value[..value.IndexOf('\r')], CultureInfo.InvariantCulture),
            text.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase));
    }
}
