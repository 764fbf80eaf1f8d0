// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Who asked is told once before the head goes, and once when the response is over.</summary>
public sealed class ResponseCallbackTests
{
    [Theory]
    [InlineData("nothing")]
    [InlineData("text")]
    [InlineData("long text")]
    [InlineData("flush")]
    [InlineData("length")]
    [InlineData("buffer")]
    [InlineData("trailer")]
    public async Task Callbacks_are_called_once_before_the_head_goes_and_the_last_one_first(string how)
    {
        List<string> calls = [];
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.OnStarting(late => late.Response.Headers["x"] += " first registered");
            exchange.Response.OnStarting(early =>
            {
                calls.Add("called");
                Assert.False(early.Response.HasStarted);
                early.Response.StatusCode = 201;
                early.Response.Headers["x"] = "last registered,";
            });
            await RespondAsync(exchange.Response, how);
            Assert.Equal(how is "nothing" or "text" or "buffer" or "trailer" ? 0 : 1, calls.Count);
        });
        for (int request = 1; request <= 2; request++)
        {
            calls.Clear();
            ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
            Assert.Equal(201, response.Status);
            Assert.Equal("last registered, first registered", response["x"]);
            Assert.Single(calls);
        }

        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("long text")]
    public async Task A_callback_that_throws_is_a_handler_that_throws(string how)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            if (exchange.Request.Path != "/open")
            {
                exchange.Response.OnStarting(_ => throw new TimeoutException());
            }

            return RespondAsync(exchange.Response, how);
        });
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get())).Status);
        Assert.IsType<TimeoutException>(Assert.Single(served.Failures));
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    public async Task A_callback_cannot_write()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.OnStarting(starting => starting.Response.Body.Write("early"u8));
            return exchange.Response.FlushAsync();
        });
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get())).Status);
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Fact]
    public async Task Nobody_can_ask_once_the_head_has_gone()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Response.FlushAsync();
            Assert.Throws<InvalidOperationException>(() => exchange.Response.OnStarting(static _ => { }));
        });
        await served.Client.AskAsync(Requests.Get());
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData("GET", "nothing", 200, 0)]
    [InlineData("GET", "text", 200, 4)]
    [InlineData("GET", "long text", 200, 100_000)]
    [InlineData("GET", "flush", 200, 4)]
    [InlineData("GET", "length", 200, 4)]
    [InlineData("GET", "buffer", 200, 6)]
    [InlineData("GET", "trailer", 200, 4)]
    [InlineData("HEAD", "text", 200, 0)]
    [InlineData("HEAD", "long text", 200, 0)]
    [InlineData("GET", "throws", 500, 69)]
    public async Task When_the_response_is_over_its_status_and_length_can_be_read(
        string method, string how, int status, long length)
    {
        List<string> seen = [];
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            if (exchange.Request.Path == "/open")
            {
                return default;
            }

            exchange.Response.OnCompleted(over => seen.Add(
                $"{over.Request.Method} {over.Request.Target} {over.Response.StatusCode} {over.Response.BytesSent}"));
            return how == "throws" ? throw new TimeoutException() : RespondAsync(exchange.Response, how);
        });
        await served.Client.AskAsync($"{method} /a?b HTTP/1.1\r\nHost: a\r\n\r\n");
        await served.Client.ExpectOpenAsync();
        Assert.Equal($"{method} /a?b {status} {length}", Assert.Single(seen));
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("less")]
    [InlineData("throws late")]
    [InlineData("bad body")]
    public async Task A_response_that_was_given_up_is_over_too(string how)
    {
        List<string> seen = [];
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.OnCompleted(over => seen.Add($"{over.Request.Target} {over.Response.StatusCode}"));
            switch (how)
            {
                case "abort":
                    exchange.Response.Abort();
                    break;
                case "less":
                    exchange.Response.ContentLength = 1;
                    break;
                case "bad body":
                    await exchange.Request.Body.CopyToAsync(System.IO.Stream.Null);
                    break;
                default:
                    await exchange.Response.FlushAsync();
                    throw new TimeoutException();
            }
        });
        string body = how == "bad body" ? "no chunk\r\n" : "0\r\n\r\n";
        await served.Client.SendAsync($"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        await served.Client.ReceiveAllAsync().ContinueWith(static _ => { }, TaskScheduler.Default);
        await served.CloseAsync();
        Assert.Equal(how == "bad body" ? "/x 400" : "/x 200", Assert.Single(seen));
    }

    [Fact]
    public async Task What_a_callback_throws_when_the_response_is_over_changes_nothing()
    {
        List<int> calls = [];
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.OnCompleted(_ => calls.Add(1));
            exchange.Response.OnCompleted(_ => throw new TimeoutException());
            return exchange.Response.WriteAsync("sent");
        });
        Assert.Equal("sent", (await served.Client.AskAsync(Requests.Get())).Text);
        Assert.Single(calls);
        Assert.IsType<TimeoutException>(Assert.Single(served.Failures));
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    public async Task Nothing_can_be_written_when_the_response_is_over()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.OnCompleted(over => over.Response.Body.Write("late"u8));
            return exchange.Response.WriteAsync("sent");
        });
        Assert.Equal("sent", (await served.Client.AskAsync(Requests.Get())).Text);
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    private static async ValueTask RespondAsync(HttpResponse response, string how)
    {
        switch (how)
        {
            case "nothing":
                break;
            case "long text":
                await response.WriteAsync(new string('a', 100_000));
                break;
            case "flush":
                await response.WriteAsync("text");
                await response.FlushAsync();
                break;
            case "length":
                response.ContentLength = 4;
                await response.WriteAsync("text");
                break;
            case "buffer":
                response.Writer.Write("buffer"u8);
                break;
            case "trailer":
                response.Trailers["t"] = "v";
                await response.WriteAsync("text");
                break;
            default:
                await response.WriteAsync("text");
                break;
        }
    }
}
