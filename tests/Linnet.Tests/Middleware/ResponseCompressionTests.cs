// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

public sealed class ResponseCompressionTests
{
    private static readonly string Long = new('x', 20_000);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, br;q=0.9", "gzip")]
    [InlineData("gzip; q=0.5,br ; Q=0.501", "br")]
    [InlineData("*", "br")]
    [InlineData("*;q=0.5, br;q=0", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip;q=0.000, br;q=0.0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("gzip;q=2", null)]
    [InlineData("gzip;q=1.001", null)]
    [InlineData("gzip;q=0.1234", null)]
    [InlineData("gzip;level=9", null)]
    [InlineData("gzip;q=", null)]
    [InlineData("deflate", null)]
    [InlineData("zstd", null)]
    [InlineData("gzipped", null)]
    [InlineData(",, ,", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [Rfc("9110", "12.5.3")]
    public async Task The_coding_is_the_one_the_client_weighs_most(string? accepted, string? coding)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", accepted is null ? "" : $"Accept-Encoding: {accepted}\r\n"),
            Results.Text(Long).SendAsync,
            new ResponseCompression());

        Assert.Equal(coding, response["Content-Encoding"]);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        Assert.Equal(Long, Decode(response));
        Assert.Equal(coding is null, response.Body.Length == Long.Length);
    }

    [Theory]
    [InlineData("text/html", null, null, 200, 5000, true)]
    [InlineData("Text/HTML; charset=utf-8", null, null, 200, 5000, true)]
    [InlineData("application/json", null, null, 404, 1024, true)]
    [InlineData("application/json", null, null, 200, 1023, false)]
    [InlineData("image/png", null, null, 200, 5000, false)]
    [InlineData("text/event-stream", null, null, 200, 5000, false)]
    [InlineData(null, null, null, 200, 5000, false)]
    [InlineData("text/html", "Content-Encoding", "gzip", 200, 5000, false)]
    [InlineData("text/html", "Content-Range", "bytes 0-4999/9999", 206, 5000, false)]
    [InlineData("text/html", "Cache-Control", "public, No-Transform", 200, 5000, false)]
    [InlineData("text/html", "Repr-Digest", "sha-256=:AAAA:", 200, 5000, false)]
    [Rfc("9110", "7.7")]
    public async Task Only_what_is_worth_it_and_may_be_changed_is_compressed(
        string? type, string? name, string? value, int status, int length, bool isCompressed)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", "Accept-Encoding: gzip\r\n"),
            exchange =>
            {
                exchange.Response.StatusCode = status;
                exchange.Response.ContentType = type;
                exchange.Response.Headers[name ?? "X"] = value;
                return exchange.Response.WriteAsync(new byte[length]);
            },
            new ResponseCompression());

        Assert.Equal(isCompressed, response.Body.Length < length);
        Assert.Equal(isCompressed ? "Accept-Encoding" : null, response["Vary"]);
        Assert.Equal(isCompressed ? "gzip" : name == "Content-Encoding" ? value : null, response["Content-Encoding"]);
    }

    [Theory]
    [InlineData("\"a\"", "W/\"a\"")]
    [InlineData("W/\"a\"", "W/\"a\"")]
    [InlineData(null, null)]
    [Rfc("9110", "8.8.3.3")]
    public async Task A_tag_of_the_bytes_becomes_one_of_their_meaning(string? tag, string? expected)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", "Accept-Encoding: gzip\r\n"),
            exchange =>
            {
                exchange.Response.Headers["ETag"] = tag;
                exchange.Response.Headers["Accept-Ranges"] = "bytes";
                return Results.Text(Long).SendAsync(exchange);
            },
            new ResponseCompression());

        Assert.Equal(expected, response["ETag"]);
        Assert.Null(response["Accept-Ranges"]);
    }

    [Theory]
    [InlineData("W/\"a\"", "W/\"a\"")]
    [InlineData("\"a\"", "\"a\"")]
    [Rfc("9110", "15.4.5")]
    public async Task A_client_with_a_compressed_copy_is_told_of_that_copy(string sent, string expected)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", $"If-None-Match: {sent}\r\nAccept-Encoding: gzip\r\n"),
            static answer =>
            {
                answer.StatusCode = 304;
                answer.Headers["ETag"] = "\"a\"";
            },
            new ResponseCompression());

        Assert.Equal(304, response.Status);
        Assert.Equal(expected, response["ETag"]);
    }

    [Theory]
    [InlineData(304, null, null, null, "Accept-Encoding")]
    [InlineData(304, null, null, "gzip", "Accept-Encoding")]
    [InlineData(304, "text/html", null, null, "Accept-Encoding")]
    [InlineData(304, "image/png", null, "gzip", null)]
    [InlineData(304, "text/html", "no-transform", "gzip", null)]
    [InlineData(204, "text/html", null, "gzip", null)]
    [Rfc("9110", "15.4.5")]
    [Rfc("9110", "12.5.5")]
    public async Task A_copy_that_is_still_good_depends_on_what_the_whole_answer_would(
        int status, string? type, string? cacheControl, string? accepted, string? vary)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", accepted is null ? "" : $"Accept-Encoding: {accepted}\r\n"),
            answer =>
            {
                answer.StatusCode = status;
                answer.ContentType = type;
                answer.Headers.CacheControl = cacheControl;
            },
            new ResponseCompression());

        Assert.Equal(vary, response["Vary"]);
        Assert.Null(response["Content-Encoding"]);
    }

    [Theory]
    [InlineData("HEAD", "text/html", "Accept-Encoding")]
    [InlineData("HEAD", "image/png", null)]
    [InlineData("GET", "text/html", null)]
    [Rfc("9110", "12.5.5")]
    public async Task HEAD_of_a_handler_that_says_no_length_depends_on_what_GET_would(string method, string type, string? vary)
    {
        await using ServedConnection served = Surrounded.Serve(
            exchange =>
            {
                exchange.Response.ContentType = type;
                return default;
            },
            new ResponseCompression());
        ReceivedResponse response = await served.Client.AskAsync(
            $"{method} / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");

        Assert.Equal(vary, response["Vary"]);
        Assert.Null(response["Content-Encoding"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_gets_the_same_head(string coding)
    {
        string lines = $" / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {coding}\r\n\r\n";
        await using ServedConnection served = Surrounded.Serve(Results.Text(Long).SendAsync, new ResponseCompression());
        ReceivedResponse head = await served.Client.AskAsync("HEAD" + lines);
        ReceivedResponse get = await served.Client.AskAsync("GET" + lines);

        Assert.Equal(get.Head, head.Head);
        Assert.Equal(coding, head["Content-Encoding"]);
        Assert.Empty(head.Body);
    }

    [Fact]
    public async Task Nothing_is_compressed_twice()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", "Accept-Encoding: gzip\r\n"),
            Results.Text(Long).SendAsync,
            new ResponseCompression(),
            new ResponseCompression());

        Assert.Equal("gzip", response["Content-Encoding"]);
        Assert.Equal(Long, Decode(response));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_is_flushed_arrives_and_can_be_decoded(string coding)
    {
        TaskCompletionSource more = new();
        await using ServedConnection served = Surrounded.Serve(
            async exchange =>
            {
                await exchange.Response.WriteAsync("first");
                await exchange.Response.FlushAsync();
                await more.Task;
                await exchange.Response.WriteAsync(" second");
            },
            new ResponseCompression());
        await served.Client.SendAsync(Requests.Get("/", $"Accept-Encoding: {coding}\r\n"));
        Assert.True(served.Server.BytesSent > 100);
        more.SetResult();

        Assert.Equal("first second", Decode(await served.Client.ReceiveAsync()));
    }

    [Theory]
    [InlineData(DecompressionMethods.GZip)]
    [InlineData(DecompressionMethods.Brotli)]
    [InlineData(DecompressionMethods.All)]
    [InlineData(DecompressionMethods.None)]
    public async Task The_client_of_the_base_library_reads_it(DecompressionMethods methods)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Use(new ResponseCompression());
        server.Get("/", static () => Long);
        server.Get("/many", static exchange => WriteManyAsync(exchange));
        await using RunningServer served = await RunningServer.StartAsync(server);
        using SocketsHttpHandler handler = new() { AutomaticDecompression = methods };
        using HttpClient client = Carriage.NewHttpClient(handler);
        client.BaseAddress = new Uri($"{Carriage.Scheme}://{server.BoundEndPoints[0]}");

        Assert.Equal(Long, await client.GetStringAsync("/", Cancelled));
        Assert.Equal(Long, await client.GetStringAsync("/many", Cancelled));
    }

    private static async ValueTask WriteManyAsync(HttpExchange exchange)
    {
        exchange.Response.ContentType = "text/plain";
        for (int offset = 0; offset < Long.Length; offset += 1000)
        {
            await exchange.Response.WriteAsync(Long.Substring(offset, 1000));
            await exchange.Response.FlushAsync();
        }
    }

    private static string Decode(ReceivedResponse response)
    {
        MemoryStream body = new(response.Body);
        using Stream stream = response["Content-Encoding"] switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
