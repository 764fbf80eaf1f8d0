// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using Linnet.Protocol.Archives;
using Xunit;

namespace Linnet.Protocol.Tests.Archives;

public sealed class TarHeaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(4095)]
    public void A_name_of_any_length_comes_back(int length)
    {
        string name = new('n', length);
        byte[] archive = new byte[TarHeader.LengthFor(length) + (2 * TarHeader.BlockBytes)];
        DateTime modified = new(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc);
        int written = TarHeader.Write(archive, Encoding.UTF8.GetBytes(name), TarHeader.File, 0, modified.Ticks);
        Assert.Equal(TarHeader.LengthFor(length), written);
        Assert.Equal(0, written % TarHeader.BlockBytes);

        using TarReader reader = new(new MemoryStream(archive));
        TarEntry? entry = reader.GetNextEntry();
        Assert.Equal(name, entry!.Name);
        Assert.Equal(modified, entry.ModificationTime.UtcDateTime);
        Assert.Equal(TarEntryType.RegularFile, entry.EntryType);
        Assert.Null(reader.GetNextEntry());
    }

    [Fact]
    public void Beyond_eight_gibibytes_the_length_is_binary()
    {
        byte[] block = new byte[TarHeader.BlockBytes];
        const long largest = 0x1_FFFF_FFFF;
        TarHeader.Write(block, "a"u8, TarHeader.File, largest, 0);
        Assert.Equal("77777777777\0", Encoding.ASCII.GetString(block, 124, 12));
        TarHeader.Write(block, "a"u8, TarHeader.File, largest + 1, 0);
        Assert.Equal(0x80, block[124]);
        Assert.Equal(largest + 1, BinaryPrimitives.ReadInt64BigEndian(block.AsSpan(128)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 511)]
    [InlineData(512, 0)]
    [InlineData(513, 511)]
    [InlineData(5_000_000_000, 0)]
    public void Content_is_filled_up_to_whole_blocks(long length, int expected)
    {
        Assert.Equal(expected, TarHeader.PaddingAfter(length));
        Assert.Equal(0, (length + TarHeader.PaddingAfter(length)) % TarHeader.BlockBytes);
        Assert.InRange(TarHeader.PaddingAfter(length), 0, TarHeader.BlockBytes - 1);
    }

    [Fact]
    public void A_date_before_1970_is_1970()
    {
        byte[] block = new byte[TarHeader.BlockBytes];
        TarHeader.Write(block, "a"u8, TarHeader.Folder, 0, -1);
        Assert.Equal("00000000000\0", Encoding.ASCII.GetString(block, 136, 12));
    }

    [Theory]
    [InlineData(TarHeader.File, "0000644")]
    [InlineData(TarHeader.Folder, "0000755")]
    public void A_header_is_laid_out_as_GNU_does_it(byte kind, string mode)
    {
        byte[] block = [.. Enumerable.Repeat((byte)0xFF, TarHeader.BlockBytes)];
        Assert.Equal(TarHeader.BlockBytes, TarHeader.Write(block, "a/"u8, kind, 8, DateTime.UnixEpoch.AddSeconds(9).Ticks));
        int sum = block.Sum(value => value) - block.Skip(148).Take(8).Sum(value => value) + (8 * ' ');
        StringBuilder expected = new();
        expected.Append("a/".PadRight(100, '\0')).Append(mode).Append("\0" + "0000000\0" + "0000000\0")
            .Append("00000000010\0" + "00000000011\0")
            .Append(Convert.ToString(sum, 8).PadLeft(6, '0')).Append("\0 ").Append((char)kind)
            .Append(new string('\0', 100)).Append("ustar  ").Append(new string('\0', 512 - 264));
        Assert.Equal(expected.ToString(), Encoding.Latin1.GetString(block));
    }

    [Fact]
    public void A_long_name_is_an_entry_of_its_own_in_front()
    {
        byte[] name = [.. Enumerable.Repeat((byte)'n', 101)];
        byte[] headers = new byte[TarHeader.LengthFor(name.Length)];
        Assert.Equal(3 * TarHeader.BlockBytes, TarHeader.Write(headers, name, TarHeader.Folder, 0, 0));
        Assert.Equal("././@LongLink\0", Encoding.ASCII.GetString(headers, 0, 14));
        Assert.Equal("00000000146\0" + "00000000000\0", Encoding.ASCII.GetString(headers, 124, 24));
        Assert.Equal((byte)'L', headers[156]);
        Assert.Equal([.. name, 0], headers[512..(512 + 102)]);
        Assert.Equal([.. name[..100], (byte)'0'], headers[1024..(1024 + 101)]);
    }
}
