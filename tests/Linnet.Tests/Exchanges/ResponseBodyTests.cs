// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>A body can be written as bytes, text, stream, buffer or JSON: in any order, it is one body.</summary>
public sealed class ResponseBodyTests
{
    [Fact]
    public async Task All_ways_to_write_make_one_body_in_the_order_written()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            HttpResponse response = exchange.Response;
            response.Writer.Write("1 "u8);
            await response.WriteAsync("2 "u8.ToArray());
            await response.WriteAsync("3 ");
            response.Writer.Write("4 "u8);
            await response.Body.WriteAsync("5 "u8.ToArray());
            await response.WriteJsonAsync(6, Shapes.Default.Int32);
            await using (StreamWriter writer = new(response.Body, Encoding.ASCII))
            {
                await writer.WriteAsync(" 7");
            }

            response.Writer.Write(" 8"u8);
        });
        Assert.Equal("1 2 3 4 5 6 7 8", (await served.Client.AskAsync(Requests.Get())).Text);
        Assert.Empty(served.Failures);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(5000)]
    [InlineData(300_000)]
    [Rfc("9110", "8.6")]
    public async Task A_body_that_was_written_into_the_buffer_has_a_length(int length)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            for (int written = 0; written < length; written += 10)
            {
                exchange.Response.Writer.Write("0123456789"u8);
            }

            return default;
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal($"{length}", response["Content-Length"]);
        Assert.Equal(length, response.Body.Length);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("buffer")]
    [InlineData("json")]
    [InlineData("text")]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task More_than_was_promised_is_refused_whichever_way_it_is_written(string way)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.ContentLength = 3;
            exchange.Response.Headers["x"] = "y";
            await WriteAsync(exchange.Response, way, "more");
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(500, response.Status);
        Assert.Null(response["x"]);
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("buffer")]
    [InlineData("json")]
    [InlineData("text")]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task Nothing_past_the_promise_is_sent_whichever_way_it_is_written(string way)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.ContentLength = 7;
            await exchange.Response.WriteAsync("begin");
            await WriteAsync(exchange.Response, way, "more");
        });
        await served.Client.SendAsync(Requests.Get() + EchoHandler.Canary);
        await served.Client.ExpectResetAsync();
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("buffer")]
    [InlineData("json")]
    [InlineData("text")]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task Less_than_was_promised_resets_whichever_way_it_is_written(string way)
    {
        EchoHandler canary = new();
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            canary.Count(exchange);
            exchange.Response.ContentLength = 7;
            await WriteAsync(exchange.Response, way, "less");
        });
        await served.Client.SendAsync(Requests.Get() + EchoHandler.Canary);
        await served.Client.ExpectResetAsync();
        Assert.Equal(0, canary.Canaries);
    }

    [Theory]
    [InlineData("GET", 204, "stream")]
    [InlineData("GET", 204, "buffer")]
    [InlineData("GET", 304, "json")]
    [InlineData("GET", 304, "buffer")]
    [InlineData("HEAD", 200, "stream")]
    [InlineData("HEAD", 200, "buffer")]
    [InlineData("HEAD", 200, "json")]
    [Rfc("9110", "9.3.2")]
    [Attack("HD-15")]
    public async Task A_body_that_nobody_may_get_is_dropped_whichever_way_it_is_written(string method, int status, string way)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.StatusCode = exchange.Request.Path == "/open" ? 200 : status;
            await WriteAsync(exchange.Response, way, "dropped");
            exchange.Response.Writer.Write("dropped too"u8);
        });
        ReceivedResponse response = await served.Client.AskAsync($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(status, response.Status);
        Assert.Empty(response.Body);
        Assert.Null(status == 204 ? response["Content-Length"] : null);
        await served.Client.ExpectQuietAsync();
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_leaves_nothing_behind()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.Writer.Write("before "u8);
            await Assert.ThrowsAsync<ArgumentException>(async () =>
                await exchange.Response.WriteJsonAsync([1, double.NaN], Shapes.Default.DoubleArray));
            await exchange.Response.WriteJsonAsync(new Point(1, 2), Shapes.Default.Point);
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal("before {\"X\":1,\"Y\":2}", response.Text);
        Assert.Equal("application/json", response["Content-Type"]);
    }

    [Fact]
    public async Task JSON_keeps_the_options_of_its_context()
    {
        Shapes indented = new(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" });
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Response.WriteJsonAsync(new Point(1, 2), indented.Point);
            await exchange.Response.WriteJsonAsync(new Point(3, 4), Shapes.Default.Point);
        });
        Assert.Equal(
            "{\n  \"X\": 1,\n  \"Y\": 2\n}{\"X\":3,\"Y\":4}", (await served.Client.AskAsync(Requests.Get())).Text);
    }

    [Fact]
    public async Task What_was_begun_can_be_cleared_for_another_answer_until_the_head_has_gone()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            HttpResponse response = exchange.Response;
            response.Headers["x"] = "y";
            response.ContentLength = 100;
            response.Writer.Write("begun"u8);
            response.Clear();
            await response.WriteAsync("another");
            await response.FlushAsync();
            Assert.Throws<InvalidOperationException>(response.Clear);
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal("another", response.Text);
        Assert.Null(response["x"]);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_response_body_is_a_stream_that_is_only_written_and_may_be_written_synchronously()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            Stream body = exchange.Response.Body;
            Assert.True(body is { CanWrite: true, CanRead: false, CanSeek: false });
            Assert.Throws<NotSupportedException>(() => body.Length);
            Assert.Throws<NotSupportedException>(() => body.Read([], 0, 0));
            body.Write("hello"u8.ToArray(), 0, 5);
            body.Flush();
            body.Dispose();
            return exchange.Response.WriteAsync(" there");
        });
        Assert.Equal("hello there", (await served.Client.AskAsync(Requests.Get())).Text);
    }

    private static async ValueTask WriteAsync(HttpResponse response, string way, string text)
    {
        switch (way)
        {
            case "stream":
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes(text));
                break;
            case "buffer":
                response.Writer.Write(Encoding.ASCII.GetBytes(text));
                break;
            case "json":
                await response.WriteJsonAsync(text, Shapes.Default.String);
                break;
            default:
                await response.WriteAsync(text);
                break;
        }
    }
}
