// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Net;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Version 2 of the PROXY protocol (§2.2):
/// <code>
///   0                      12        13        14      16            16 + length
///   ├── signature ─────────┼─ 2│cmd ─┼─ fam│tr ┼ length┼ addresses │ TLVs ┤
/// </code>
/// </summary>
/// <remarks>
/// TLVs (§2.2.1 to §2.2.8) are not interpreted, but they must fill the header exactly, and a checksum among them is
/// verified.
/// </remarks>
internal static class ProxyHeaderBinary
{
    /// <summary>
    /// The longest header that is taken: HAProxy's own, with names and certificates, stay below 1 KiB.
    /// </summary>
    public const int MaxBytes = 4096;

    private const int FixedBytes = 16;

    // One byte of type, two of length.
    private const int VectorHeadBytes = 3;

    private enum Command : byte
    {
        Local = 0,
        Proxy = 1,
    }

    /// <summary>What every header begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header that begins like <see cref="Signature"/>; its length is 0 while it is not whole.</summary>
    public static ProxyRejection Parse(ReadOnlySpan<byte> buffer, out ProxyHeader header)
    {
        header = default;
        ProxyRejection rejection = JudgeFixedPart(buffer);
        if (rejection != ProxyRejection.None || buffer.Length < FixedBytes)
        {
            return rejection;
        }

        int length = FixedBytes + BlockLength(buffer);
        if (buffer.Length < length)
        {
            return ProxyRejection.None;
        }

        // PROXY protocol §2.2: LOCAL is accepted, with the connection's real ends, whatever block comes with it.
        if (CommandOf(buffer) == Command.Local)
        {
            header = new ProxyHeader(length, ProxyOrigin.Proxy);
            return ProxyRejection.None;
        }

        ReadOnlySpan<byte> whole = buffer[..length];
        rejection = JudgeVectors(whole);
        header = rejection == ProxyRejection.None ? ReadEnds(whole) : default;
        return rejection;
    }

    private static Command CommandOf(ReadOnlySpan<byte> buffer) => (Command)(buffer[12] & 0x0F);

    private static int BlockLength(ReadOnlySpan<byte> buffer) => BinaryPrimitives.ReadUInt16BigEndian(buffer[14..]);

    /// <summary>Judges as much of the first 16 bytes as there is, byte by byte.</summary>
    private static ProxyRejection JudgeFixedPart(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length <= 12)
        {
            return ProxyRejection.None;
        }

        // PROXY protocol §2.2: only version 2 is accepted, and a connection with another command is dropped.
        if (buffer[12] >> 4 != 2)
        {
            return ProxyRejection.UnsupportedVersion;
        }

        if (CommandOf(buffer) is not (Command.Local or Command.Proxy))
        {
            return ProxyRejection.InvalidCommand;
        }

        if (buffer.Length > 13 && CommandOf(buffer) == Command.Proxy && AddressBytes(buffer[13]) < 0)
        {
            return ProxyRejection.InvalidFamily;
        }

        return buffer.Length < FixedBytes ? ProxyRejection.None : JudgeLength(buffer);
    }

    private static ProxyRejection JudgeLength(ReadOnlySpan<byte> buffer)
    {
        int length = BlockLength(buffer);
        if (FixedBytes + length > MaxBytes)
        {
            return ProxyRejection.HeaderTooLong;
        }

        return CommandOf(buffer) == Command.Proxy && length < AddressBytes(buffer[13])
            ? ProxyRejection.TruncatedAddresses
            : ProxyRejection.None;
    }

    /// <summary>How many bytes the addresses of a family and transport have; -1 when there is no such pair.</summary>
    private static int AddressBytes(byte familyAndTransport) => familyAndTransport switch
    {
        // PROXY protocol §2.2: the pairs that are expected, and no others.
        0x00 => 0,
        0x11 or 0x12 => (2 * 4) + (2 * 2),
        0x21 or 0x22 => (2 * 16) + (2 * 2),
        0x31 or 0x32 => 2 * 108,
        _ => -1,
    };

    private static ProxyRejection JudgeVectors(ReadOnlySpan<byte> header)
    {
        const byte Checksum = 0x03;

        // PROXY protocol §2.2: with an unspecified family, what follows means nothing that is known.
        int position = header[13] == 0 ? header.Length : FixedBytes + AddressBytes(header[13]);
        int checksum = 0;
        while (position < header.Length)
        {
            ReadOnlySpan<byte> rest = header[position..];
            if (rest.Length < VectorHeadBytes)
            {
                return ProxyRejection.TruncatedVector;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            if (length > rest.Length - VectorHeadBytes)
            {
                return ProxyRejection.TruncatedVector;
            }

            if (rest[0] == Checksum)
            {
                if (checksum != 0 || length != sizeof(uint))
                {
                    return ProxyRejection.InvalidChecksum;
                }

                checksum = position + VectorHeadBytes;
            }

            position += VectorHeadBytes + length;
        }

        // PROXY protocol §2.2.3: a receiver that knows the checksum must verify it.
        return checksum == 0 || Crc32C.OfHeader(header, checksum) == BinaryPrimitives.ReadUInt32BigEndian(header[checksum..])
            ? ProxyRejection.None
            : ProxyRejection.ChecksumMismatch;
    }

    private static ProxyHeader ReadEnds(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> block = header[FixedBytes..];
        return header[13] switch
        {
            0x11 => ReadEnds(header.Length, block, 4),
            0x21 => ReadEnds(header.Length, block, 16),

            // Unix sockets and datagrams: valid, and nothing that an HTTP server could name as its client. PROXY
            // protocol §2.2: what is not supported is treated like an unspecified family.
            _ => new ProxyHeader(header.Length, ProxyOrigin.Unknown),
        };
    }

    private static ProxyHeader ReadEnds(int length, ReadOnlySpan<byte> block, int addressBytes)
    {
        ReadOnlySpan<byte> ports = block[(2 * addressBytes)..];
        IPEndPoint source = new(
            new IPAddress(block[..addressBytes]), BinaryPrimitives.ReadUInt16BigEndian(ports));
        IPEndPoint destination = new(
            new IPAddress(block.Slice(addressBytes, addressBytes)), BinaryPrimitives.ReadUInt16BigEndian(ports[2..]));
        return new ProxyHeader(length, ProxyOrigin.Client, source, destination);
    }
}
