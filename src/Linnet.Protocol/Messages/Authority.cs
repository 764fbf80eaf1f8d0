// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Net;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The <c>host[:port]</c> of a Host field or of a whole URI. RFC 3986 §3.2, RFC 9110 §7.2.
/// </summary>
/// <remarks>
/// Stricter than the grammar on purpose: a registered name may hold <c>!$&amp;'()*+,;=</c> and percent-encoded bytes by
/// RFC 3986, but no host in use does, and each of them has been read one way by a proxy and another way by the server
/// behind it. Letters, digits, hyphen, dot, underscore and tilde remain.
/// </remarks>
internal static class Authority
{
    private const int MaxHostBytes = 255;
    private const int MaxPort = 65535;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Takes an authority apart; false when it is not valid or the host is empty.</summary>
    /// <param name="authority">The bytes, without white space around them.</param>
    /// <param name="hostLength">How many of the leading bytes are the host, brackets included.</param>
    /// <param name="port">The port, or -1 when none is given.</param>
    public static bool TryParse(ReadOnlySpan<byte> authority, out int hostLength, out int port)
    {
        port = -1;
        hostLength = authority.StartsWith("["u8)
            ? authority.IndexOf((byte)']') + 1
            : LengthOfName(authority);
        if (hostLength is 0 or > MaxHostBytes || !IsHost(authority[..hostLength]))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = authority[hostLength..];
        return rest.IsEmpty || (rest[0] == ':' && TryParsePort(rest[1..], out port));
    }

    private static int LengthOfName(ReadOnlySpan<byte> authority)
    {
        int end = authority.IndexOfAnyExcept(NameBytes);
        return end < 0 ? authority.Length : end;
    }

    private static bool IsHost(ReadOnlySpan<byte> host)
    {
        if (host[0] != '[')
        {
            return true;
        }

        // A zone (fe80::1%eth0) means something on the sender's machine only: RFC 3986 §3.2.2 has no place for it.
        ReadOnlySpan<byte> address = host[1..^1];
        return address.Contains((byte)':') && !address.Contains((byte)'%') && IPAddress.IsValidUtf8(address);
    }

    private static bool TryParsePort(ReadOnlySpan<byte> digits, out int port)
    {
        port = -1;

        // RFC 3986 §3.2.3: the port may be empty, and then it is the scheme's default.
        if (digits.IsEmpty)
        {
            return true;
        }

        if (!DecimalInteger.TryParse(digits, out long value) || value > MaxPort)
        {
            return false;
        }

        port = (int)value;
        return true;
    }
}
