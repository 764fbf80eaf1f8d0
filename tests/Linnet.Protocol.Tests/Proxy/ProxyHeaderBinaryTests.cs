// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Linq;
using System.Net;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>Version 2: section 2.2 of the PROXY protocol's specification.</summary>
public sealed class ProxyHeaderBinaryTests
{
    private const byte Local = 0x20;
    private const byte Proxy = 0x21;

    private static readonly byte[] IPv4Ends = [192, 0, 2, 1, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB];
    private static readonly byte[] IPv6Ends =
    [
        .. IPAddress.Parse("2001:db8::1").GetAddressBytes(),
        .. IPAddress.Parse("2001:db8::2").GetAddressBytes(),
        0xDC, 0x04, 0x01, 0xBB,
    ];

    [Fact]
    public void Reads_both_ends_of_IPv4()
    {
        Outcome outcome = Outcome.Of([.. Header(Proxy, 0x11, IPv4Ends), .. "GET /"u8]);
        Assert.Equal(
            new ProxyHeader(
                28, ProxyOrigin.Client, IPEndPoint.Parse("192.0.2.1:56324"), IPEndPoint.Parse("198.51.100.7:443")),
            outcome.Header);
    }

    [Fact]
    public void Reads_both_ends_of_IPv6()
    {
        Outcome outcome = Outcome.Of([.. Header(Proxy, 0x21, IPv6Ends), .. "GET /"u8]);
        Assert.Equal(
            new ProxyHeader(
                52, ProxyOrigin.Client, IPEndPoint.Parse("[2001:db8::1]:56324"), IPEndPoint.Parse("[2001:db8::2]:443")),
            outcome.Header);
    }

    [Theory]
    [InlineData(0x00, 0)]
    [InlineData(0x00, 12)]
    [InlineData(0x11, 0)]
    [InlineData(0x11, 12)]
    [InlineData(0x47, 5)]
    [InlineData(0xFF, 4080)]
    public void Of_a_local_connection_the_whole_block_is_skipped(byte family, int length)
    {
        Outcome outcome = Outcome.Of([.. Header(Local, family, Filled(length)), 1, 2, 3]);
        Assert.Equal(new ProxyHeader(16 + length, ProxyOrigin.Proxy), outcome.Header);
    }

    [Theory]
    [InlineData(0x00, 0)]
    [InlineData(0x00, 7)]
    [InlineData(0x12, 12)]
    [InlineData(0x22, 36)]
    [InlineData(0x31, 216)]
    [InlineData(0x32, 216)]
    public void A_client_that_is_not_of_TCP_over_IP_has_no_address(byte family, int length)
    {
        Outcome outcome = Outcome.Of(Header(Proxy, family, Filled(length)));
        Assert.Equal(new ProxyHeader(16 + length, ProxyOrigin.Unknown), outcome.Header);
    }

    [Fact]
    public void Vectors_behind_the_addresses_are_skipped()
    {
        byte[] header = Header(Proxy, 0x11, [.. IPv4Ends, .. Vector(4), .. Vector(5, 1, 2, 3), .. Vector(0xEE, Filled(300))]);
        Outcome outcome = Outcome.Of(header);
        Assert.Equal(header.Length, outcome.Header.Length);
        Assert.Equal(ProxyOrigin.Client, outcome.Header.Origin);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4, 0, 1)]
    [InlineData(4, 0, 2, 9)]
    [InlineData(4, 0xFF, 0xFF, 9)]
    [InlineData(4, 0, 0, 4)]
    [InlineData(4, 0, 0, 4, 0, 1)]
    [Attack("PX-02")]
    public void Refuses_a_vector_that_reaches_beyond_the_header(params int[] vectors)
    {
        byte[] header = Header(Proxy, 0x11, [.. IPv4Ends, .. vectors.Select(value => (byte)value)]);
        Assert.Equal(ProxyRejection.TruncatedVector, Outcome.Of([.. header, .. Filled(300)]).Rejection);
    }

    [Fact]
    [Attack("PX-02")]
    public void Verifies_a_checksum_wherever_it_stands()
    {
        foreach (byte[] before in new[] { [], Vector(4, 1, 2) })
        {
            byte[] header = WithChecksum(before, Vector(5, Filled(30)));
            Assert.Equal(ProxyOrigin.Client, Outcome.Of(header).Header.Origin);
            for (int index = 16; index < header.Length; index++)
            {
                if (index == 16 + IPv4Ends.Length + before.Length)
                {
                    // The byte that says that this is a checksum.
                    continue;
                }

                header[index] ^= 0x10;
                Assert.NotEqual(ProxyRejection.None, Outcome.Of(header).Rejection);
                header[index] ^= 0x10;
            }
        }
    }

    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        // RFC 9260, Appendix A, and every catalogue of checksums: "123456789" gives E3069283.
        byte[] text = [.. "123456789"u8, 0, 0, 0, 0];
        Assert.NotEqual(0xE3069283, Crc32C.OfHeader(text, 9));
        Assert.Equal(NaiveCrc(text), Crc32C.OfHeader(text, 9));
        Assert.Equal(0xE3069283, NaiveCrc("123456789"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [Attack("PX-02")]
    public void Refuses_a_checksum_of_another_size(int length)
    {
        byte[] header = Header(Proxy, 0x11, [.. IPv4Ends, .. Vector(3, Filled(length))]);
        Assert.Equal(ProxyRejection.InvalidChecksum, Outcome.Of(header).Rejection);
    }

    [Fact]
    [Attack("PX-02")]
    public void Refuses_two_checksums() => Assert.Equal(
        ProxyRejection.InvalidChecksum, Outcome.Of(WithChecksum([], Vector(3, 0, 0, 0, 0))).Rejection);

    [Fact]
    [Attack("PX-02")]
    public void Refuses_every_other_version_command_and_family()
    {
        int[] families = [0x00, 0x11, 0x12, 0x21, 0x22, 0x31, 0x32];
        for (int value = 0; value < 256; value++)
        {
            ProxyRejection command = (value >> 4, value & 0xF) switch
            {
                (not 2, _) => ProxyRejection.UnsupportedVersion,
                (_, > 1) => ProxyRejection.InvalidCommand,
                _ => ProxyRejection.None,
            };
            Assert.Equal(command, Outcome.Of(Header((byte)value, 0x11, IPv4Ends)).Rejection);

            ProxyRejection family = families.Contains(value) ? ProxyRejection.None : ProxyRejection.InvalidFamily;
            Assert.Equal(family, Outcome.Of(Header(Proxy, (byte)value, new byte[216])).Rejection);
        }
    }

    [Theory]
    [InlineData(0x11, 11)]
    [InlineData(0x11, 0)]
    [InlineData(0x12, 11)]
    [InlineData(0x21, 35)]
    [InlineData(0x22, 12)]
    [InlineData(0x31, 215)]
    [InlineData(0x32, 0)]
    [Attack("PX-02")]
    public void Refuses_a_block_shorter_than_its_addresses(byte family, int length) => Assert.Equal(
        ProxyRejection.TruncatedAddresses, Outcome.Of([.. Header(Proxy, family, Filled(length)), .. Filled(300)]).Rejection);

    [Theory]
    [InlineData(4080, ProxyRejection.None)]
    [InlineData(4081, ProxyRejection.HeaderTooLong)]
    [InlineData(65535, ProxyRejection.HeaderTooLong)]
    [Attack("PX-02")]
    public void A_header_has_at_most_4096_bytes(int length, object rejection)
    {
        byte[] header = Header(Proxy, 0x11, [.. IPv4Ends, .. Vector(4, Filled(length - 15))]);
        Assert.Equal((ProxyRejection)rejection, Outcome.Of(header).Rejection);

        // Said by its 16th byte, not when it has all been sent.
        Assert.Equal((ProxyRejection)rejection, Outcome.Of(header.AsSpan(0, 16)).Rejection);
    }

    [Fact]
    [Attack("PX-02")]
    public void Refuses_a_signature_with_one_byte_changed()
    {
        for (int index = 0; index < 12; index++)
        {
            byte[] header = Header(Proxy, 0x11, IPv4Ends);
            header[index] ^= 1;
            Assert.Equal(ProxyRejection.NoHeader, Outcome.Of(header).Rejection);
            Assert.Equal(ProxyRejection.NoHeader, Outcome.Of(header.AsSpan(0, index + 1)).Rejection);
        }
    }

    [Fact]
    [Attack("PX-02")]
    public void Any_bytes_behind_a_signature_end_in_one_of_three_answers()
    {
        Gen<byte[]> likely = Gen.Select(
            OneOf(Local, Proxy, (byte)0x22, (byte)0x11),
            OneOf((byte)0, (byte)0x11, (byte)0x21, (byte)0x31, (byte)0x10),
            OneOf(0, 11, 12, 20, 36, 300),
            Gen.Byte.Array[0, 400],
            (command, family, length, rest) => (byte[])[.. Header(command, family, Filled(length))[..16], .. rest]);
        likely.Sample(bytes => { Outcome.Of(bytes); }, iter: 2_000);
    }

    private static byte[] Header(byte versionAndCommand, byte family, ReadOnlySpan<byte> block) =>
    [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
        versionAndCommand, family, (byte)(block.Length >> 8), (byte)block.Length, .. block,
    ];

    private static byte[] Vector(byte type, params ReadOnlySpan<byte> value) =>
        [type, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    private static byte[] Filled(int length) => [.. Enumerable.Repeat((byte)0xA5, length)];

    private static byte[] WithChecksum(byte[] before, byte[] after)
    {
        byte[] header = Header(Proxy, 0x11, [.. IPv4Ends, .. before, .. Vector(3, 0, 0, 0, 0), .. after]);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16 + 12 + before.Length + 3), NaiveCrc(header));
        return header;
    }

    /// <summary>Bit by bit, as the polynomial is written.</summary>
    private static uint NaiveCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return ~crc;
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
