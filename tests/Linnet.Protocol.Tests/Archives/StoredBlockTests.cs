// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using Linnet.Conformance;
using Linnet.Protocol.Archives;
using Xunit;

namespace Linnet.Protocol.Tests.Archives;

public sealed class StoredBlockTests
{
    [Theory]
    [Rfc("1951", "3.2.4")]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(StoredBlock.MaxBytes)]
    public void Blocks_of_any_length_are_inflated(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        using MemoryStream packed = new();
        byte[] head = new byte[StoredBlock.HeadBytes];
        for (int block = 0; block < 3; block++)
        {
            StoredBlock.WriteHead(head, length, isLast: block == 2);
            packed.Write(head);
            packed.Write(content);
        }

        packed.Position = 0;
        using DeflateStream inflating = new(packed, CompressionMode.Decompress);
        using MemoryStream inflated = new();
        inflating.CopyTo(inflated);
        Assert.Equal([.. content, .. content, .. content], inflated.ToArray());
    }

    [Theory]
    [Rfc("1951", "3.2.3")]
    [Rfc("1951", "3.2.4")]
    [InlineData(5, false, "000500FAFF")]
    [InlineData(5, true, "010500FAFF")]
    [InlineData(StoredBlock.MaxBytes, true, "01FFFF0000")]
    public void A_head_says_whether_it_is_the_last_and_its_length_twice(int length, bool isLast, string expected)
    {
        byte[] head = new byte[StoredBlock.HeadBytes];
        StoredBlock.WriteHead(head, length, isLast);
        Assert.Equal(expected, Convert.ToHexString(head));
    }
}
