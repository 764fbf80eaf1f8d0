// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Globalization;
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

    [Fact]
    public void The_directory_says_of_a_file_what_is_at_its_beginning_and_whose_it_is()
    {
        ZipEntry entry = new() { Length = 5, PackedLength = 7, Crc = 0x01020304, Offset = 9, ModifiedTicks = Date };
        byte[] central = Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, entry));
        Assert.Equal(
            "504B0102 2D03 1400 0808 0800 C763 5D58 04030201 07000000 05000000 0100 0900 0000 0000 0000 0000A481 09000000",
            Hex(central, 4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4));
        Assert.Equal("61 5554 0500 01 D678E065", Hex(central[46..], 1, 2, 2, 1, 4));
    }

    [Fact]
    public void A_folder_has_no_content_and_is_one_by_its_attributes()
    {
        ZipEntry entry = new() { IsFolder = true, Offset = 9, ModifiedTicks = Date };
        byte[] local = Written(buffer => ZipRecords.WriteLocal(buffer, "a/"u8, entry));
        Assert.Equal(
            "504B0304 1400 0008 0000 C763 5D58 00000000 00000000 00000000 0200 0900",
            Hex(local, 4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2));
        byte[] central = Written(buffer => ZipRecords.WriteCentral(buffer, "a/"u8, entry));
        Assert.Equal(
            "504B0102 2D03 1400 0008 0000 C763 5D58 00000000 00000000 00000000 0200 0900 0000 0000 0000 1000ED41 09000000",
            Hex(central, 4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4));
    }

    [Theory]
    [InlineData(false, 0xFFFF_FFFE, "1400")]
    [InlineData(false, 0xFFFF_FFFF, "2D00")]
    [InlineData(true, 0, "2D00")]
    public void Who_reads_64_bits_must_know_version_45(bool isLarge, long offset, string expected)
    {
        ZipEntry entry = new() { IsLarge = isLarge, Offset = offset, Length = 1, PackedLength = 2, ModifiedTicks = -1 };
        byte[] central = Written(buffer => ZipRecords.WriteCentral(buffer, "a"u8, entry));
        Assert.Equal(expected, Hex(central[6..], 2));
        int extra = (isLarge || offset > 0xFFFF_FFFE ? 4 : 0) + (isLarge ? 16 : 0) + (offset > 0xFFFF_FFFE ? 8 : 0);
        Assert.Equal(extra, BinaryPrimitives.ReadUInt16LittleEndian(central.AsSpan(30)));
        Assert.Equal(46 + 1 + extra, central.Length);
    }

    [Theory]
    [InlineData(65_534, 0xFFFF_FFFE, 0xFFFF_FFFE, 22)]
    [InlineData(65_535, 0, 100, 98)]
    [InlineData(1, 0xFFFF_FFFF, 100, 98)]
    [InlineData(1, 0x2_0000_0000, 100, 98)]
    [InlineData(1, 0, 0xFFFF_FFFF, 98)]
    public void The_end_has_64_bits_where_it_must(int count, long start, long length, int expected) =>
        Assert.Equal(expected, Written(buffer => ZipRecords.WriteEnd(buffer, count, start, length)).Length);

    [Fact]
    public void The_end_says_how_many_there_are_and_where_the_directory_is()
    {
        Assert.Equal(
            "504B0506 0000 0000 0200 0200 64000000 09000000 0000",
            Hex(Written(buffer => ZipRecords.WriteEnd(buffer, 2, 9, 100)), 4, 2, 2, 2, 2, 4, 4, 2));
        byte[] large = Written(buffer => ZipRecords.WriteEnd(buffer, 70_000, 0x1_0000_0000, 100));
        Assert.Equal(
            "504B0606 2C00000000000000 2D03 2D00 00000000 00000000 7011010000000000 7011010000000000 6400000000000000",
            Hex(large, 4, 8, 2, 2, 4, 4, 8, 8, 8));
        Assert.Equal("0000000001000000 504B0607 00000000 6400000001000000 01000000", Hex(large[48..], 8, 4, 4, 8, 4));
        Assert.Equal("504B0506 0000 0000 FFFF FFFF 64000000 FFFFFFFF 0000", Hex(large[76..], 4, 2, 2, 2, 2, 4, 4, 2));
    }

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

    [Theory]
    [InlineData("1979-12-31T23:59:58Z", "0000 2100 FEA5CE12")]
    [InlineData("1980-01-01T00:00:02Z", "0100 2100 02A6CE12")]
    [InlineData("2038-01-19T03:14:07Z", "C319 3374 FFFFFF7F")]
    [InlineData("2107-12-31T23:59:59Z", "7DBF 9FFF")]
    [InlineData("2108-01-02T00:00:00Z", "0000 22FE")]
    [InlineData("1970-01-01T00:00:00Z", "0000 2100 00000000")]
    public void A_date_is_in_the_finest_form_that_it_fits_into(string date, string expected)
    {
        long ticks = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture).Ticks;
        byte[] local = Written(buffer => ZipRecords.WriteLocal(buffer, "a"u8, new ZipEntry { ModifiedTicks = ticks }));
        string written = local.Length > 31 ? $"{Hex(local[10..], 2, 2)} {Hex(local[36..], 4)}" : Hex(local[10..], 2, 2);
        Assert.Equal(expected, written);
        Assert.Equal(local.Length - 31, BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28)));
    }

    [Theory]
    [InlineData(-1, 31)]
    [InlineData(0, 40)]
    [InlineData(int.MaxValue, 40)]
    [InlineData(int.MaxValue + 1L, 31)]
    public void Seconds_since_1970_are_said_where_31_bits_can_say_them(long seconds, int length)
    {
        ZipEntry entry = new() { ModifiedTicks = DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) };
        Assert.Equal(length, Written(buffer => ZipRecords.WriteLocal(buffer, "a"u8, entry)).Length);
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
