// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Streams that a handler answers with: whole, in parts, or not at all.</summary>
public sealed class ContentTests
{
    private static readonly DateTimeOffset Date = new(1994, 11, 6, 8, 49, 37, 678, TimeSpan.Zero);

    [Theory]
    [Rfc("9110", "14.2")]
    [Rfc("9110", "13.2.2")]
    [InlineData("", 200, "3456789", null)]
    [InlineData("Range: bytes=1-2\r\n", 206, "45", "bytes 1-2/7")]
    [InlineData("Range: bytes=-2\r\n", 206, "89", "bytes 5-6/7")]
    [InlineData("Range: bytes=7-\r\n", 416, "416 Range Not Satisfiable\n", "bytes */7")]
    [InlineData("Range: bytes=1-2\r\nIf-Range: \"v1\"\r\n", 206, "45", "bytes 1-2/7")]
    [InlineData("Range: bytes=1-2\r\nIf-Range: \"v0\"\r\n", 200, "3456789", null)]
    [InlineData("Range: bytes=1-2\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 206, "45", "bytes 1-2/7")]
    [InlineData("If-None-Match: \"v1\"\r\n", 304, "", null)]
    [InlineData("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 304, "", null)]
    [InlineData("If-Match: \"v0\"\r\n", 412, "412 Precondition Failed\n", null)]
    public async Task A_stream_is_answered_as_a_file_is(string fields, int status, string text, string? contentRange)
    {
        foreach (bool isResult in (bool[])[true, false])
        {
            MemoryStream stream = new("0123456789"u8.ToArray()) { Position = 3 };
            HttpHandler handler = isResult
                ? exchange => Results.Stream(stream, "text/x", 200, "\"v1\"", Date).SendAsync(exchange)
                : exchange => exchange.SendContentAsync(stream, "text/x", "\"v1\"", Date);
            await using ServedConnection served = ServedConnection.Start(handler);
            ReceivedResponse response = await served.Client.AskAsync(Requests.Get("/", fields));
            Assert.Equal(status, response.Status);
            Assert.Equal(text, response.Text);
            Assert.Equal(contentRange, response["Content-Range"]);
            Assert.Equal(status is 200 or 206 ? "text/x" : status == 304 ? null : "text/plain; charset=utf-8", response["Content-Type"]);
            Assert.Equal(status is 200 or 206 or 304 ? "\"v1\"" : null, response["ETag"]);
            Assert.False(stream.CanRead);
            Assert.Empty(served.Failures);
        }
    }

    [Fact]
    [Rfc("9110", "15.3.7.2")]
    public async Task Parts_of_a_stream_are_read_where_they_are()
    {
        byte[] content = new byte[300_000];
        new Random(5).NextBytes(content);
        await using ServedConnection served = ServedConnection.Start(
            exchange => exchange.SendContentAsync(new MemoryStream(content), "application/x"));
        ReceivedResponse response = await served.Client.AskAsync(
            Requests.Get("/", "Range: bytes=100000-219999,5-9\r\n"));
        Assert.Equal(206, response.Status);
        int first = response.Body.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Assert.True(response.Body.AsSpan(first, 120_000).SequenceEqual(content.AsSpan(100_000, 120_000)));
        int second = first + 120_000 + response.Body.AsSpan(first + 120_000).IndexOf("\r\n\r\n"u8) + 4;
        Assert.True(response.Body.AsSpan(second, 5).SequenceEqual(content.AsSpan(5, 5)));
        Assert.Contains("Content-Type: application/x\r\n", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_has_no_parts()
    {
        await using ServedConnection served = ServedConnection.Start(
            exchange => exchange.SendContentAsync(new ForwardStream("0123456789"u8.ToArray()), "text/x", "\"v1\""));
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get("/", "Range: bytes=1-2\r\n"));
        Assert.Equal(200, response.Status);
        Assert.Equal("0123456789", response.Text);
        Assert.Null(response["Accept-Ranges"]);
        Assert.Equal(304, (await served.Client.AskAsync(Requests.Get("/", "If-None-Match: \"v1\"\r\n"))).Status);
    }

    [Fact]
    [Attack("ST-13")]
    public async Task A_stream_that_ends_before_its_length_never_looks_whole()
    {
        foreach (string fields in (string[])["", "Range: bytes=1-7\r\n", "Range: bytes=1-2,500-700\r\n"])
        {
            await using ServedConnection served = ServedConnection.Start(
                exchange => exchange.SendContentAsync(new ShortStream(), "text/x"));
            await Assert.ThrowsAnyAsync<IOException>(() => served.Client.AskAsync(Requests.Get("/", fields)));
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("\"v 1\"")]
    [InlineData("w/\"v1\"")]
    public void What_is_no_entity_tag_is_refused_by_name(string tag)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => Results.Stream(Stream.Null, "text/x", 200, tag));
        Assert.Contains(tag, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("9110", "13.2.1")]
    public async Task Conditions_are_for_200_and_for_reading()
    {
        Router router = new();
        router.Get("/", static () => Results.Stream(new MemoryStream("gone"u8.ToArray()), "text/x", 410, "\"v1\""));
        router.Post("/", static () => Results.Stream(new MemoryStream("done"u8.ToArray()), "text/x", 200, "\"v1\""));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        ReceivedResponse gone = await served.Client.AskAsync(Requests.Get("/", "If-None-Match: \"v1\"\r\nRange: bytes=0-1\r\n"));
        Assert.Equal(410, gone.Status);
        Assert.Equal("gone", gone.Text);
        ReceivedResponse done = await served.Client.AskAsync(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nRange: bytes=0-1\r\nIf-None-Match: *\r\nIf-Match: \"x\"\r\n\r\n");
        Assert.Equal(200, done.Status);
        Assert.Equal("done", done.Text);
    }

    /// <summary>Says that it is longer than it is.</summary>
    private sealed class ShortStream : MemoryStream
    {
        public ShortStream()
            : base(new byte[5])
        {
        }

        public override long Length => 1000;
    }

    private sealed class ForwardStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
