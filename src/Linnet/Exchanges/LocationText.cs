// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.Exchanges;

/// <summary>Addresses as the field Location can carry them. RFC 9110 §10.2.2.</summary>
internal static class LocationText
{
    // RFC 3986 §2: what a URI is made of, with the percent sign of what is encoded already.
    private static readonly SearchValues<char> Kept = SearchValues.Create(
        "!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~");

    /// <summary>The address with everything percent-encoded that no URI holds.</summary>
    /// <exception cref="ArgumentException">It is empty, or holds a control character.</exception>
    public static string Of(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        if (!location.AsSpan().ContainsAnyExcept(Kept))
        {
            return location;
        }

        StringBuilder encoded = new(location.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in location.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
            {
                // Encoded it would do no harm; but nobody means a line break, and who let it through missed something.
                throw new ArgumentException(
                    "The address holds a control character. Check what comes from a client before it becomes one.",
                    nameof(location));
            }

            if (rune.IsAscii && Kept.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Append('%').Append(value.ToString("X2", null));
            }
        }

        return encoded.ToString();
    }
}
