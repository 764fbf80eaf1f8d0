// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Linq;
using Linnet.Protocol.Archives;
using Xunit;

namespace Linnet.Protocol.Tests.Archives;

/// <summary>The records by their bytes, for lengths that no test writes; whole archives are read where they are sent.</summary>
public sealed class ZipRecordsTests
{
    private static readonly long Date = new DateTime(2024, 2, 29, 12, 30, 14, DateTimeKind.Utc).Ticks;

    [Fact]
    public void A_small_file_has_nothing_of_64_bits()
    {
        ZipEntry entry = new() { Length = 5, PackedLength = 7, Crc = 0x01020304, Offset = 9, ModifiedTicks = Date };
        byte[] local = Written(buffer => ZipRecords.WriteLocal(buffer, "a"u8, entry));
        Assert.Equal(
            "504B0304 1400 0808 0800 C763 5D58 00000000 00000000 00000000 0100 0900 61 5554 0500 01 D678E065",
            Hex(local, 4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 1, 2, 2, 1, 4));
        byte[] descriptor = Written(buffer => ZipRecords.WriteDescriptor(buffer, entry));
        Assert.Equal("504B0708 04030201 07000000 05000000", Hex(descriptor, 4, 4, 4, 4));
        byte[] central = Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, entry));
        Assert.Equal(46 + 1 + 9, central.Length);
        Assert.Equal(9u, BinaryPrimitives.ReadUInt32LittleEndian(central.AsSpan(42)));
    }

    [Fact]
    public void A_large_file_has_its_lengths_in_64_bits_everywhere()
    {
        ZipEntry entry = new() { IsLarge = true, Length = 0x1_0000_0001, PackedLength = 0x1_0000_0002, Offset = 3, ModifiedTicks = -1 };
        byte[] local = Written(buffer => ZipRecords.WriteLocal(buffer, "a"u8, entry));
        Assert.Equal(45, local[4]);
        Assert.Equal("FFFFFFFF FFFFFFFF 0100 1400 61 0100 1000", Hex(local[18..], 4, 4, 2, 2, 1, 2, 2));
        Assert.Equal(24, Written(buffer => ZipRecords.WriteDescriptor(buffer, entry)).Length);
        byte[] central = Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, entry));
        Assert.Equal("FFFFFFFF FFFFFFFF", Hex(central[20..], 4, 4));
        Assert.Equal("0100 1000 0100000001000000 0200000001000000", Hex(central[47..], 2, 2, 8, 8));
    }

    [Fact]
    public void A_file_that_begins_far_in_has_its_place_in_64_bits()
    {
        ZipEntry near = new() { Offset = 0xFFFF_FFFE, ModifiedTicks = -1 };
        ZipEntry far = new() { Offset = 0xFFFF_FFFF, ModifiedTicks = -1 };
        ZipEntry largeAndFar = new() { Offset = 0x1_0000_0000, IsLarge = true, Length = 1, PackedLength = 2 };
        Assert.Equal("FEFFFFFF 61", Hex(Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, near))[42..], 4, 1));
        Assert.Equal(
            "FFFFFFFF 61 0100 0800 FFFFFFFF00000000",
            Hex(Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, far))[42..], 4, 1, 2, 2, 8));
        Assert.Equal(
            "FFFFFFFF 61 0100 1800 0100000000000000 0200000000000000 0000000001000000",
            Hex(Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, largeAndFar))[42..], 4, 1, 2, 2, 8, 8, 8));
    }

    [Theory]
    [InlineData(65_534, 0xFFFF_FFFE, 22)]
    [InlineData(65_535, 0, 98)]
    [InlineData(1, 0xFFFF_FFFF, 98)]
    [InlineData(1, 0x2_0000_0000, 98)]
    public void The_end_has_64_bits_where_it_must(int count, long start, int expected) =>
        Assert.Equal(expected, Written(buffer => ZipRecords.WriteEnd(buffer, count, start, 100)).Length);

    [Fact]
    public void Names_are_said_to_be_utf8_when_they_are()
    {
        ZipEntry entry = new() { Length = 1 };
        Assert.Equal(0x0808, Flags("é"u8.ToArray()));
        Assert.Equal(0x0008, Flags([0xFF]));

        int Flags(byte[] name) => BinaryPrimitives.ReadUInt16LittleEndian(
            Written(buffer => ZipRecords.WriteLocal(buffer, name, entry)).AsSpan(6));
    }

    [Theory]
    [InlineData(-1L, "0000 2100")]
    [InlineData(3155378975999999999L, "7DBF 9FFF")]
    public void A_date_that_does_not_fit_is_the_nearest(long ticks, string expected)
    {
        ZipEntry entry = new() { IsFolder = true, ModifiedTicks = ticks };
        byte[] local = Written(buffer => ZipRecords.WriteLocal(buffer, "a/"u8, entry));
        Assert.Equal(expected, Hex(local[10..], 2, 2));
        Assert.Equal(32, local.Length);
    }

    private static byte[] Written(Func<byte[], int> write)
    {
        byte[] buffer = new byte[ZipRecords.MaxRecordBytes + 10];
        return buffer[..write(buffer)];
    }

    private static string Hex(byte[] bytes, params int[] fields)
    {
        int at = 0;
        return string.Join(' ', fields.Select(length => Convert.ToHexString(bytes, (at += length) - length, length)));
    }
}
