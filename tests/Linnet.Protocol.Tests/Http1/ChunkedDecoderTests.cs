// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Chunk sizes, their lines and their data. RFC 9112 §7.1.</summary>
public sealed class ChunkedDecoderTests
{
    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("1\r\na\r\n0\r\n\r\n", "a")]
    [InlineData("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world")]
    [InlineData("a\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("00010\r\n0123456789abcdef\r\n000\r\n\r\n", "0123456789abcdef")]
    [InlineData("4\r\n\r\n0\r\r\n0\r\n\r\n", "\r\n0\r")]
    [InlineData("5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n")]
    [Rfc("9112", "7.1")]
    public void Joins_the_data_of_all_chunks(string text, string payload)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(new ChunkedOutcome(ChunkedResult.Complete, RequestRejection.None, payload, text.Length, ""), outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5\r")]
    [InlineData("5;a")]
    [InlineData("5;a=\"")]
    [InlineData("5\r\nhello\r")]
    [InlineData("5\r\nhello\r\n")]
    [InlineData("0")]
    [InlineData("0\r\n")]
    [InlineData("0\r\n\r")]
    [InlineData("0\r\nX: y\r\n")]
    [Rfc("9112", "7.1")]
    [Rfc("9112", "8")]
    [Attack("FR-23")]
    public void A_body_is_not_whole_before_its_last_line_feed(string text) =>
        Assert.Equal(ChunkedResult.Incomplete, FeedChunks.Body(text).Result);

    [Theory]
    [InlineData("5\r\n", "")]
    [InlineData("5\r\nhell", "hell")]
    [Rfc("9112", "8")]
    [Attack("FR-23")]
    public void A_chunk_is_not_whole_before_its_last_byte(string text, string payload)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(ChunkedResult.Data, outcome.Result);
        Assert.Equal(payload, outcome.Payload);
    }

    [Theory]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("0\n\r\n")]
    [InlineData("5\r\nhello\r\n0\n\r\n")]
    [Rfc("9112", "7.1")]
    [Attack("CH-02")]
    public void Rejects_a_size_line_that_ends_in_a_line_feed_alone(string text) =>
        Rejected(text, RequestRejection.InvalidChunkLineEnd);

    [Theory]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5\r\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r;a\r\nhello\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n")]
    [InlineData("5;a=b\r\r\nhello\r\n")]
    [InlineData("5;a=\"b\"\r;c\r\n")]
    [InlineData("0\rX")]
    [Rfc("9112", "7.1")]
    [Attack("CH-03")]
    public void Rejects_a_carriage_return_alone_in_a_size_line(string text) =>
        Rejected(text, RequestRejection.InvalidChunkLineEnd);

    [Theory]
    [InlineData("1\r\na\n0\r\n\r\n")]
    [InlineData("1\r\nab\r\n0\r\n\r\n")]
    [InlineData("1\r\naXX0\r\n\r\n")]
    [InlineData("1\r\na0\r\n\r\n")]
    [InlineData("1\r\na\rX0\r\n\r\n")]
    [InlineData("1\r\na\r0\r\n\r\n")]
    [InlineData("1\r\na\n\r0\r\n\r\n")]
    [InlineData("1\r\na \r\n0\r\n\r\n")]
    [InlineData("3\r\nabcd\r\n0\r\n\r\n")]
    [Rfc("9112", "7.1")]
    [Attack("CH-04")]
    public void Rejects_data_that_CR_LF_does_not_follow(string text) =>
        Rejected(text, RequestRejection.InvalidChunkDataEnd);

    [Theory]
    [InlineData("0x1\r\na\r\n0\r\n\r\n")]
    [InlineData("0X1\r\na\r\n0\r\n\r\n")]
    [InlineData("+1\r\na\r\n0\r\n\r\n")]
    [InlineData("-1\r\na\r\n0\r\n\r\n")]
    [InlineData("1_0\r\n")]
    [InlineData("1,0\r\n")]
    [InlineData("1.0\r\n")]
    [InlineData(" 1\r\na\r\n0\r\n\r\n")]
    [InlineData("\t1\r\na\r\n0\r\n\r\n")]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData(";a=b\r\n")]
    [InlineData("g\r\n")]
    [InlineData("1g\r\n")]
    [InlineData("\"1\"\r\n")]
    [InlineData("1h\r\n")]
    [InlineData("1\0\r\n")]
    [InlineData("\0\r\n")]
    [InlineData("\u00B2\r\n")]
    [InlineData("1\u00A0\r\n")]
    [InlineData("\u00EF\u00BC\u0091\r\n")]
    [InlineData("1\r\na\r\n\r\n0\r\n\r\n")]
    [Rfc("9112", "7.1")]
    [Attack("CH-05")]
    public void Rejects_a_size_that_is_not_all_hexadecimal_digits(string text) =>
        Rejected(text, RequestRejection.InvalidChunkSize);

    [Fact]
    [Rfc("9112", "7.1")]
    [Attack("CH-05")]
    public void Judges_every_byte_of_a_size()
    {
        const string digits = "0123456789abcdefABCDEF";
        for (int value = 0; value < 256; value++)
        {
            ChunkedOutcome outcome = FeedChunks.Body($"0{(char)value}");
            bool valid = digits.Contains((char)value, StringComparison.Ordinal) || (char)value is '\r' or ';' or ' ' or '\t';
            Assert.Equal(valid ? ChunkedResult.Incomplete : ChunkedResult.Rejected, outcome.Result);
        }
    }

    [Theory]
    [InlineData("1 \r\na\r\n0\r\n\r\n")]
    [InlineData("1\t\r\na\r\n0\r\n\r\n")]
    [InlineData("1  \r\na\r\n0\r\n\r\n")]
    [InlineData("0 \r\n\r\n")]
    [Rfc("9112", "7.1.1")]
    [Attack("CH-06")]
    public void Rejects_white_space_after_a_size_without_extension(string text) =>
        Rejected(text, RequestRejection.InvalidChunkExtension);

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [Rfc("9112", "7.1")]
    [Attack("CH-07")]
    public void The_largest_size_has_64_bits_and_a_sign(string size)
    {
        ChunkedDecoder decoder = new(new HeadLimits());
        decoder.Reset();
        Assert.Equal(ChunkedResult.Data, decoder.Read(Encoding.ASCII.GetBytes($"{size}\r\n"), out int consumed));
        Assert.Equal(18, consumed);
        Assert.Equal(long.MaxValue, decoder.ChunkRemaining);
        decoder.Advance(long.MaxValue - 1);
        Assert.Equal(ChunkedResult.Data, decoder.Read("x"u8, out consumed));
        Assert.Equal(0, consumed);
        Assert.Equal(1, decoder.ChunkRemaining);
    }

    [Theory]
    [InlineData("8000000000000000")]
    [InlineData("8000000000000005")]
    [InlineData("ffffffffffffffff")]
    [InlineData("10000000000000000")]
    [InlineData("10000000000000005")]
    [InlineData("00000000000000005")]
    [InlineData("00000000000000000")]
    [InlineData("0000000000000000000000000000000000000001")]
    [InlineData("fffffffffffffffffffffffffffffffffffffff1")]
    [Rfc("9112", "7.1")]
    [Attack("CH-07")]
    public void Rejects_a_size_that_has_17_digits_or_would_be_negative(string size) =>
        Rejected($"{size}\r\nhello\r\n0\r\n\r\n", RequestRejection.ChunkSizeTooLarge);

    [Theory]
    [InlineData("0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n")]
    [Rfc("9112", "7.1")]
    [Attack("CH-07")]
    public void A_size_may_have_leading_zeros_up_to_16_digits(string text) =>
        Assert.Equal("hello", Complete(text).Payload);

    [Fact]
    [Rfc("9112", "7.1")]
    [Attack("CH-15")]
    public void A_million_chunks_of_one_byte_take_one_step_a_byte()
    {
        // The decoder keeps no bytes and is given none twice, so the work is bounded by the calls, and those by the
        // bytes: each call that is not the last consumes at least one.
        const int chunks = 1_000_000;
        ChunkedDecoder decoder = new(new HeadLimits());
        decoder.Reset();
        ReadOnlySpan<byte> chunk = "1\r\na\r\n"u8;
        int calls = 0;
        for (int index = 0; index < chunks; index++)
        {
            Assert.Equal(ChunkedResult.Data, decoder.Read(chunk, out int consumed));
            Assert.Equal(3, consumed);
            decoder.Advance(1);
            Assert.Equal(ChunkedResult.Incomplete, decoder.Read(chunk[4..], out consumed));
            Assert.Equal(2, consumed);
            calls += 2;
        }

        Assert.Equal(ChunkedResult.Complete, decoder.Read("0\r\n\r\n"u8, out _));
        Assert.Equal(2 * chunks, calls);
    }

    [Fact]
    [Rfc("9112", "7.1")]
    public void A_large_payload_is_never_looked_at()
    {
        ChunkedDecoder decoder = new(new HeadLimits());
        decoder.Reset();
        Assert.Equal(ChunkedResult.Data, decoder.Read("100000000\r\n"u8, out int consumed));
        Assert.Equal(11, consumed);
        decoder.Advance(0x80000000);
        Assert.Equal(0x80000000, decoder.ChunkRemaining);
        decoder.Advance(0x80000000);
        Assert.Equal(ChunkedResult.Complete, decoder.Read("\r\n0\r\n\r\n"u8, out consumed));
        Assert.Equal(7, consumed);
    }

    [Fact]
    public void A_decoder_serves_again_after_a_reset()
    {
        ChunkedDecoder decoder = new(new HeadLimits { MaxChunkExtensionBytes = 4, MaxTrailerFields = 1 });
        foreach (string text in (string[])["1;abc\r\n", "5;ab", "0\r\nA: b\r\nC: d\r\n", "ffff", "x", "0;abc\r\nA: b\r\n\r\n"])
        {
            decoder.Reset();
            Assert.Equal(RequestRejection.None, decoder.Rejection);
            Assert.Equal(0, decoder.ChunkRemaining);
            Assert.Equal(0, decoder.Trailers.Fields.Count);
            decoder.Read(Encoding.ASCII.GetBytes(text), out _);
        }

        Assert.Equal(1, decoder.Trailers.Fields.Count);
        Assert.Equal(ChunkedResult.Complete, decoder.Read([], out _));
    }

    [Fact]
    [Rfc("9112", "7.1")]
    public void What_the_writer_writes_the_decoder_reads()
    {
        byte[] line = new byte[ChunkWriter.MaxSizeLineBytes];
        foreach (int size in (int[])[1, 9, 10, 15, 16, 255, 256, 4096])
        {
            Assert.True(ChunkWriter.TryWriteSize(line, size, out int written));
            string text = Encoding.ASCII.GetString(line, 0, written) + new string('x', size) + "\r\n0\r\n\r\n";
            Assert.Equal(new string('x', size), Complete(text).Payload);
            Assert.Equal(size.ToString("x", CultureInfo.InvariantCulture).Length + 2, written);
        }
    }

    private static ChunkedOutcome Complete(string text)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(RequestRejection.None, outcome.Rejection);
        Assert.Equal(ChunkedResult.Complete, outcome.Result);
        Assert.Equal(text.Length, outcome.Consumed);
        return outcome;
    }

    private static void Rejected(string text, RequestRejection rejection)
    {
        ChunkedOutcome outcome = FeedChunks.Body(text);
        Assert.Equal(ChunkedResult.Rejected, outcome.Result);
        Assert.Equal(rejection, outcome.Rejection);
        Assert.Equal(400, outcome.Status);
    }
}
