// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace Linnet.Tests.Tls;

/// <summary>First messages of clients that do not exist any more, written by hand. RFC 8446 §4.1.2.</summary>
internal static class ClientHello
{
    /// <summary>A record with a ClientHello that has no more in it than it must.</summary>
    /// <param name="minorVersion">1 for TLS 1.0, 2 for 1.1, 3 for 1.2.</param>
    /// <param name="ciphers">The cipher suites.</param>
    /// <param name="compressions">The compression methods: 0 for none, 1 for DEFLATE.</param>
    public static byte[] Write(byte minorVersion, int[] ciphers, params byte[] compressions)
    {
        byte[] groups = [0, 10, 0, 4, 0, 2, 0, 23];
        byte[] pointFormats = [0, 11, 0, 2, 1, 0];
        byte[] signatures = [0, 13, 0, 6, 0, 4, 4, 3, 8, 4];
        byte[] extensions = [.. groups, .. pointFormats, .. signatures];
        IEnumerable<byte> body =
        [
            3, minorVersion,
            .. RandomNumberGenerator.GetBytes(32),
            0,
            .. Length(2 * ciphers.Length), .. ciphers.SelectMany(Length),
            (byte)compressions.Length, .. compressions,
            .. Length(extensions.Length), .. extensions,
        ];
        byte[] message = [1, 0, .. Length(body.Count()), .. body];
        return [22, 3, 1, .. Length(message.Length), .. message];
    }

    private static byte[] Length(int value) => [(byte)(value >> 8), (byte)value];
}
