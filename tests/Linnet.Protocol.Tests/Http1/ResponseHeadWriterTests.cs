// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

public sealed class ResponseHeadWriterTests
{
    [Fact]
    [Rfc("9112", "4")]
    [Rfc("9112", "5")]
    public void Writes_a_head_byte_for_byte()
    {
        byte[] buffer = new byte[300];
        Assert.True(Write(buffer, out int written));
        Assert.Equal(
            "HTTP/1.1 200 OK\r\n"
            + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            + "Content-Type: text/html; charset=utf-8\r\n"
            + "X-Empty: \r\n"
            + "Content-Length: 9223372036854775807\r\n"
            + "\r\n",
            Encoding.Latin1.GetString(buffer, 0, written));
    }

    [Fact]
    [Rfc("9112", "4")]
    public void Says_that_there_is_no_room_at_every_smaller_size_and_writes_nothing_beyond()
    {
        byte[] whole = new byte[300];
        Assert.True(Write(whole, out int length));
        for (int room = 0; room < 300; room++)
        {
            byte[] buffer = new byte[300];
            bool fits = Write(buffer.AsSpan(0, room), out int written);
            Assert.Equal(room >= length, fits);
            Assert.Equal(fits ? length : 0, written);
            Assert.DoesNotContain(buffer[room..], value => value != 0);
        }
    }

    [Fact]
    [Rfc("9112", "4")]
    [Rfc("9110", "15")]
    public void Writes_every_status_line_with_a_space_before_the_phrase_even_when_that_is_empty()
    {
        for (int status = 100; status < 1000; status++)
        {
            byte[] buffer = new byte[80];
            ResponseHeadWriter writer = new(buffer);
            writer.WriteStatus(status);
            Assert.True(writer.TryFinish(out int written));
            Assert.Equal(
                $"HTTP/1.1 {status} {StatusCodes.ReasonPhrase(status)}\r\n\r\n",
                Encoding.Latin1.GetString(buffer, 0, written));
        }
    }

    [Theory]
    [InlineData("X", "a value that is longer than the room")]
    [InlineData("X-Name-That-Is-Longer-Than-The-Room", "")]
    [Rfc("9112", "5")]
    public void A_text_that_does_not_fit_is_not_left_out(string name, string value)
    {
        ResponseHeadWriter writer = new(new byte[20]);
        writer.WriteField(new ResponseField(name, value));
        Assert.False(writer.TryFinish(out int written));
        Assert.Equal(0, written);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [Rfc("9110", "8.6")]
    public void Writes_a_content_length(long length)
    {
        byte[] buffer = new byte[40];
        ResponseHeadWriter writer = new(buffer);
        writer.WriteContentLength(length);
        Assert.True(writer.TryFinish(out int written));
        Assert.Equal($"Content-Length: {length}\r\n\r\n", Encoding.Latin1.GetString(buffer, 0, written));
    }

    [Fact]
    [Attack("HD-13")]
    public void Text_that_was_not_checked_cannot_grow_beyond_one_byte_a_character()
    {
        byte[] buffer = new byte[40];
        ResponseHeadWriter writer = new(buffer);
        writer.WriteField(new ResponseField("X", "\u560D\u560A\u00E4"));
        Assert.True(writer.TryFinish(out int written));
        Assert.Equal("X: ???\r\n\r\n", Encoding.Latin1.GetString(buffer, 0, written));
    }

    [Fact]
    [Rfc("9112", "7.1.2")]
    public void Writes_trailers_behind_the_last_chunk()
    {
        byte[] buffer = new byte[40];
        ResponseHeadWriter writer = new(buffer);
        writer.WriteLastChunk();
        writer.WriteField(new ResponseField("Digest", "a=b"));
        Assert.True(writer.TryFinish(out int written));
        string text = Encoding.Latin1.GetString(buffer, 0, written);
        Assert.Equal("0\r\nDigest: a=b\r\n\r\n", text);
        Assert.Equal("Digest=a=b", FeedChunks.Body(text).Trailers);
    }

    private static bool Write(Span<byte> destination, out int written)
    {
        ResponseHeadWriter writer = new(destination);
        writer.WriteStatus(200);
        writer.WriteField("Date"u8, "Sun, 06 Nov 1994 08:49:37 GMT"u8);
        writer.WriteField(new ResponseField("Content-Type", "text/html; charset=utf-8"));
        writer.WriteField("X-Empty"u8, default);
        writer.WriteContentLength(long.MaxValue);
        return writer.TryFinish(out written);
    }
}
