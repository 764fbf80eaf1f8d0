// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Numerics;

namespace Linnet.Protocol.Proxy;

/// <summary>The checksum of a PROXY header: CRC-32C, as in SCTP (RFC 9260, Appendix A).</summary>
internal static class Crc32C
{
    private const int Bytes = sizeof(uint);

    /// <summary>The checksum of a header, taken with zeros in the four bytes at <paramref name="checksum"/>, its place.</summary>
    public static uint OfHeader(ReadOnlySpan<byte> header, int checksum)
    {
        uint crc = uint.MaxValue;
        crc = Append(crc, header[..checksum]);
        crc = Append(crc, stackalloc byte[Bytes]);
        crc = Append(crc, header[(checksum + Bytes)..]);
        return ~crc;
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
