// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO;
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
}
