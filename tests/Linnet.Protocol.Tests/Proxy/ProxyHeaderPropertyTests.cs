// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Linq;
using System.Net;
using System.Text;

using CsCheck;

using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

public sealed class ProxyHeaderPropertyTests
{
    private static readonly Gen<IPEndPoint[]> Ends = Gen.OneOf(4, 16)
        .SelectMany(bytes => Gen.Select(Gen.Byte.Array[bytes], Gen.UShort))
        .Select(end => new IPEndPoint(new IPAddress(end.Item1), end.Item2))
        .Array[2]
        .Where(ends => ends[0].AddressFamily == ends[1].AddressFamily);

    [Fact]
    public void A_line_is_read_as_what_was_written_and_not_before_its_end() =>
        Ends.Sample(
            ends =>
            {
                string family = ends[0].Address.GetAddressBytes().Length == 4 ? "TCP4" : "TCP6";
                ExpectRead(
                    Encoding.ASCII.GetBytes(
                        $"PROXY {family} {ends[0].Address} {ends[1].Address} {ends[0].Port} {ends[1].Port}\r\n"),
                    ends);
            },
            iter: 2_000);

    [Fact]
    public void A_binary_header_is_read_as_what_was_written_and_not_before_its_end() =>
        Gen.Select(Ends, Gen.Byte.Array[0, 20]).Sample(
            (ends, vector) =>
            {
                byte[] addresses = [.. ends.SelectMany(end => end.Address.GetAddressBytes())];
                byte[] block = [.. addresses, .. ends.SelectMany(PortOf), 0xEE, 0, (byte)vector.Length, .. vector];
                byte family = addresses.Length == 8 ? (byte)0x11 : (byte)0x21;
                ExpectRead(
                    [.. ProxyHeaderBinary.Signature, 0x21, family, (byte)(block.Length >> 8), (byte)block.Length, .. block],
                    ends);
            },
            iter: 2_000);

    private static byte[] PortOf(IPEndPoint end)
    {
        byte[] port = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)end.Port);
        return port;
    }

    private static void ExpectRead(byte[] written, IPEndPoint[] ends)
    {
        Outcome outcome = Outcome.Of([.. written, .. "GET / HTTP/1.1\r\n"u8]);
        Assert.Equal(
            new ProxyHeader(written.Length, ProxyOrigin.Client, ends[0], ends[1]), outcome.Header);
        Assert.Equal(ProxyHeaderStatus.Incomplete, Outcome.Of(written.AsSpan(0, written.Length - 1)).Status);
    }
}
