// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Forms;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c>, the form of queries and of simple forms, as the URL Standard says
/// (url.spec.whatwg.org, "urlencoded parsing"): nothing in it is an error.
/// </summary>
internal static class UrlEncoded
{
    /// <summary>Takes the next pair off the front; false when there is none. Empty pairs (<c>&amp;&amp;</c>) are none.</summary>
    /// <param name="rest">What is left; all of it at first.</param>
    /// <param name="name">The name, still encoded.</param>
    /// <param name="value">The value, still encoded; empty when there is no equals sign.</param>
    public static bool TryRead(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        rest = rest.TrimStart((byte)'&');
        int end = rest.IndexOf((byte)'&');
        ReadOnlySpan<byte> pair = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        int equals = pair.IndexOf((byte)'=');
        name = equals < 0 ? pair : pair[..equals];
        value = equals < 0 ? default : pair[(equals + 1)..];
        return !pair.IsEmpty;
    }

    /// <summary>
    /// Decodes a name or value once: a plus sign is a space, a percent sign and two digits are a byte, and a percent sign
    /// without two digits is itself.
    /// </summary>
    /// <param name="encoded">What to decode.</param>
    /// <param name="destination">At least as long.</param>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> destination)
    {
        int written = 0;
        while (true)
        {
            int special = encoded.IndexOfAny((byte)'+', (byte)'%');
            ReadOnlySpan<byte> plain = special < 0 ? encoded : encoded[..special];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (special < 0)
            {
                return written;
            }

            encoded = encoded[special..];
            int taken = 1;
            byte decoded = (byte)' ';
            if (encoded[0] == (byte)'%')
            {
                bool isTriplet = PercentEncoding.TryDecodeTriplet(encoded, out decoded);
                decoded = isTriplet ? decoded : (byte)'%';
                taken = isTriplet ? PercentEncoding.MaxBytesPerByte : 1;
            }

            destination[written++] = decoded;
            encoded = encoded[taken..];
        }
    }
}
