// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>A body can be read in pieces, as bytes, as text and as JSON, never more of it than was allowed.</summary>
public sealed class RequestContentTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(100_000, false)]
    [InlineData(0, true)]
    [InlineData(100_000, true)]
    public async Task The_pieces_of_a_body_are_the_body(int length, bool isChunked)
    {
        string body = string.Concat(Enumerable.Range(0, length).Select(static index => (char)('a' + (index % 26))));
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            ArrayBufferWriter<byte> all = new();
            while (await exchange.Request.ReadAsync() is { IsEmpty: false } piece)
            {
                all.Write(piece.Span);
            }

            Assert.True((await exchange.Request.ReadAsync()).IsEmpty);
            await exchange.Response.WriteAsync(all.WrittenMemory);
        });
        string[] chunks = [.. body.Chunk(7000).Select(static chunk => new string(chunk))];
        string request = isChunked ? Requests.Chunked(chunks) : Requests.Post(body);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(body, (await served.Client.AskAsync(request)).Text);
        }

        await served.Client.SendInPiecesAsync(request, static left => Math.Min(left, 997));
        Assert.Equal(body, (await served.Client.ReceiveAsync()).Text);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task Pieces_and_stream_reads_may_be_mixed()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            byte[] two = new byte[2];
            await exchange.Request.Body.ReadExactlyAsync(two);
            ReadOnlyMemory<byte> piece = await exchange.Request.ReadAsync();
            await exchange.Response.WriteAsync(Encoding.ASCII.GetString(two) + "|" + Encoding.ASCII.GetString(piece.Span));
        });
        Assert.Equal("he|llo", (await served.Client.AskAsync(Requests.Post("hello"))).Text);
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task The_first_piece_invites_a_client_that_waits()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
            await exchange.Response.WriteAsync((await exchange.Request.ReadAsync()).ToArray()));
        await served.Client.SendAsync(Requests.PostHead(2, "Expect: 100-continue\r\n"));
        Assert.Equal(100, (await served.Client.ReceiveAsync()).Status);
        await served.Client.SendAsync("hi");
        Assert.Equal("hi", (await served.Client.ReceiveAsync()).Text);
    }

    [Theory]
    [InlineData("pieces", "zz\r\n", 400)]
    [InlineData("bytes", "zz\r\n", 400)]
    [InlineData("pieces", "5\r\nab", 400)]
    public async Task A_body_that_cannot_be_had_throws_however_it_is_read(string how, string chunks, int status)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            RequestBodyException failure = await Assert.ThrowsAsync<RequestBodyException>(
                async () => await ReadAsync(exchange.Request, how));
            Assert.Equal(status, failure.StatusCode);
            throw failure;
        });
        await served.Client.SendAsync(Requests.ChunkedHead() + chunks);
        served.Client.EndSending();
        Assert.Equal(status, (await served.Client.ReceiveAsync()).Status);
        await served.Client.ExpectEndAsync();
        Assert.Empty(served.Failures);
    }

    [Theory]
    [Rfc("9110", "15.5.14")]
    [InlineData("bytes", false, 10)]
    [InlineData("bytes", true, 10)]
    [InlineData("text", false, 10)]
    [InlineData("text", true, 10)]
    [InlineData("json", false, 10)]
    [InlineData("json", true, 10)]
    [InlineData("bytes", true, 1000)]
    public async Task A_body_above_its_cap_is_answered_413_and_the_connection_goes_on(string how, bool isChunked, int over)
    {
        string longest = $"\"{new string('x', 98)}\"";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Path != "/open")
            {
                await ReadAsync(exchange.Request, how, maxBytes: 100);
            }
        });
        Assert.Equal(200, (await served.Client.AskAsync(Post(longest))).Status);
        ReceivedResponse response = await served.Client.AskAsync(Post(longest + new string(' ', over)));
        Assert.Equal(413, response.Status);
        Assert.Contains("100 bytes", response.Text, StringComparison.Ordinal);
        await served.Client.ExpectOpenAsync();
        Assert.Empty(served.Failures);

        string Post(string body)
        {
            string text = isChunked ? Requests.Chunked(body) : Requests.Post(body);
            return text.Replace("Host: a", "Host: a\r\nContent-Type: application/json", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "\u00e4", "\u00e4")]
    [InlineData("text/plain; charset=utf-8", "\ufeffx", "x")]
    [InlineData("text/plain; charset=\"UTF-8\"", "\u00e4", "\u00e4")]
    [InlineData("text/plain; charset=iso-8859-1", "a", "a")]
    [InlineData("text/plain; charset=utf-16", "x", null)]
    public async Task Text_is_read_in_the_charset_it_says(string contentType, string text, string? expected)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
            await exchange.Response.WriteAsync(await exchange.Request.ReadTextAsync()));
        string body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        ReceivedResponse response = await served.Client.AskAsync(
            Requests.Post(body, contentType.Length == 0 ? "" : $"Content-Type: {contentType}\r\n"));
        Assert.Equal(expected is null ? 415 : 200, response.Status);
        Assert.Equal(expected ?? response.Text, response.Text);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("application/json", "{\"X\":1,\"Y\":2}", 200)]
    [InlineData("application/merge-patch+json; charset=utf-8", "\u00ef\u00bb\u00bf{\"X\":1,\"Y\":2}", 200)]
    [InlineData("application/json", "{\"X\":1,\"Y\":2", 400)]
    [InlineData("application/json", "{\"X\":\"<script>\"}", 400)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", "null", 400)]
    [InlineData("text/plain", "{\"X\":1,\"Y\":2}", 415)]
    [InlineData(null, "{\"X\":1,\"Y\":2}", 415)]
    [Attack("RL-10")]
    public async Task JSON_is_read_or_refused_and_never_repeated(string? contentType, string body, int status)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            Point point = await exchange.Request.ReadJsonAsync(Shapes.Default.Point);
            await exchange.Response.WriteAsync($"{point.X} {point.Y}");
        });
        ReceivedResponse response = await served.Client.AskAsync(
            Requests.Post(body, contentType is null ? "" : $"Content-Type: {contentType}\r\n"));
        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200, response.Text == "1 2");
        Assert.DoesNotContain("script", response.Text, StringComparison.Ordinal);
        Assert.Empty(served.Failures);
        await served.Client.ExpectQuietAsync();
    }

    [Fact]
    public async Task A_refusal_after_the_head_has_gone_resets()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Response.FlushAsync();
            await exchange.Request.ReadJsonAsync(Shapes.Default.Point);
        });
        await served.Client.SendAsync(Requests.Post("x"));
        await served.Client.ExpectResetAsync();
        Assert.IsType<RequestBodyException>(Assert.Single(served.Failures));
    }

    [Theory]
    [InlineData("pieces")]
    [InlineData("bytes")]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("stream")]
    public async Task A_filter_is_passed_however_the_body_is_read(string how)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("\"hello\""u8);
        }

        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Path == "/")
            {
                exchange.Request.Filter(static inner => new GZipStream(inner, CompressionMode.Decompress));
                Assert.Null(exchange.Request.ContentLength);
                await exchange.Response.WriteAsync(await ReadAsync(exchange.Request, how));
            }
        });
        string body = Encoding.Latin1.GetString(compressed.ToArray());
        for (int round = 0; round < 2; round++)
        {
            ReceivedResponse response = await served.Client.AskAsync(
                Requests.Post(body, "Content-Type: application/json\r\n"));
            Assert.Equal(how == "json" ? "hello" : "\"hello\"", response.Text);
        }

        await served.Client.ExpectOpenAsync();
        Assert.Empty(served.Failures);
    }

    private static async Task<string> ReadAsync(HttpRequest request, string how, int maxBytes = int.MaxValue)
    {
        switch (how)
        {
            case "pieces":
                StringBuilder text = new();
                while (await request.ReadAsync() is { IsEmpty: false } piece)
                {
                    text.Append(Encoding.ASCII.GetString(piece.Span));
                }

                return text.ToString();
            case "bytes":
                return Encoding.ASCII.GetString(await request.ReadBytesAsync(maxBytes));
            case "text":
                return await request.ReadTextAsync(maxBytes);
            case "json":
                return await request.ReadJsonAsync(Shapes.Default.String, maxBytes) ?? "null";
            default:
                using (StreamReader reader = new(request.Body, leaveOpen: true))
                {
                    return await reader.ReadToEndAsync();
                }
        }
    }
}
