// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Http1;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

public sealed class ChunkWriterTests
{
    [Theory]
    [InlineData(1, "1\r\n")]
    [InlineData(10, "a\r\n")]
    [InlineData(0xFFFF_FFFF, "ffffffff\r\n")]
    [InlineData(0x1_0000_0000, "100000000\r\n")]
    [InlineData(0x1_0000_0005, "100000005\r\n")]
    [InlineData(0x123_4567_89AB_CDEF, "123456789abcdef\r\n")]
    [InlineData(long.MaxValue, "7fffffffffffffff\r\n")]
    [Rfc("9112", "7.1")]
    [Attack("CH-16")]
    public void Writes_a_size_of_up_to_63_bits(long size, string line)
    {
        byte[] buffer = new byte[ChunkWriter.MaxSizeLineBytes];
        Assert.True(ChunkWriter.TryWriteSize(buffer, size, out int written));
        Assert.Equal(line, Encoding.ASCII.GetString(buffer, 0, written));

        ChunkedDecoder decoder = new(new Linnet.Protocol.Messages.HeadLimits());
        decoder.Reset();
        Assert.Equal(ChunkedResult.Data, decoder.Read(buffer.AsSpan(0, written), out int consumed));
        Assert.Equal(written, consumed);
        Assert.Equal(size, decoder.ChunkRemaining);
    }

    [Fact]
    [Rfc("9112", "7.1")]
    [Attack("CH-16")]
    public void Writes_every_number_of_digits_or_says_that_there_is_no_room()
    {
        for (int digits = 1; digits < 16; digits++)
        {
            long size = 1L << (4 * (digits - 1));
            for (int room = 0; room < 20; room++)
            {
                byte[] buffer = new byte[20];
                bool fits = ChunkWriter.TryWriteSize(buffer.AsSpan(0, room), size, out int written);
                Assert.Equal(room >= digits + 2, fits);
                Assert.Equal(fits ? digits + 2 : 0, written);
                Assert.DoesNotContain(buffer[room..], value => value != 0);
                if (fits)
                {
                    string text = Encoding.ASCII.GetString(buffer, 0, digits);
                    Assert.Equal(size, long.Parse(text, NumberStyles.AllowHexSpecifier, null));
                }
            }
        }
    }

    [Fact]
    [Rfc("9112", "7.1")]
    public void Data_ends_in_CR_LF_and_the_body_in_an_empty_chunk_and_an_empty_trailer_section()
    {
        Assert.Equal("\r\n"u8.ToArray(), ChunkWriter.DataEnd.ToArray());
        Assert.Equal("0\r\n\r\n"u8.ToArray(), ChunkWriter.End.ToArray());
    }
}
