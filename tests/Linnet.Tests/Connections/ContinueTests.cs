// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Expect: 100-continue, in all its variants. RFC 9110 §10.1.1.</summary>
public sealed class ContinueTests
{
    private const string Expect = "Expect: 100-continue\r\n";

    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [Rfc("9110", "10.1.1")]
    public async Task The_client_is_told_to_continue_when_its_body_is_wanted(string framing)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync);
        await served.Client.SendAsync(Head(framing));
        Assert.Equal(100, (await served.Client.ReceiveAsync()).Status);
        await served.Client.ExpectQuietAsync();
        await served.Client.SendAsync(Body(framing));
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal("POST / hello", response.Text);
        Assert.False(response.SaysClose);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [Rfc("9110", "10.1.1")]
    public async Task Nothing_is_said_to_a_client_that_did_not_wait(string framing)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync);
        await served.Client.SendAsync(Head(framing) + Body(framing));
        Assert.Equal("POST / hello", (await served.Client.ReceiveAsync()).Text);
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task Nothing_is_said_for_the_rest_of_a_body_that_has_begun_to_come()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync);
        await served.Client.SendAsync(Head("length") + "he");
        await served.Client.ExpectQuietAsync();
        await served.Client.SendAsync("llo");
        Assert.Equal("POST / hello", (await served.Client.ReceiveAsync()).Text);
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task A_wish_to_continue_without_a_body_is_ignored()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync);
        Assert.Equal("GET / ", (await served.Client.AskAsync(Requests.Get("/", Expect))).Text);
        Assert.Equal("POST / ", (await served.Client.AskAsync(Requests.PostHead(0, Expect))).Text);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [Attack("FR-20")]
    [Rfc("9110", "10.1.1")]
    public async Task A_final_answer_instead_of_100_closes_the_connection_and_says_so(string framing)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.IgnoreAsync);
        await served.Client.SendAsync(Head(framing));
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();

        // The client may send the body all the same, and the body may look like anything.
        await served.Client.SendAsync(EchoHandler.Canary);
        Assert.Equal(ConnectionEndCause.BodyUnread, (await served.CloseAsync()).Cause);
        Assert.Equal(0, handler.Canaries);
    }

    [Fact]
    [Attack("FR-20")]
    [Attack("FR-06")]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_sent()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync);
        await served.Client.SendAsync(Requests.PostHead(30_000_001, Expect));
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(413, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(0, handler.Requests);
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task No_100_is_sent_once_the_final_response_has_begun()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Response.WriteAsync("early ");
            await exchange.Response.FlushAsync();
            using StreamReader reader = new(exchange.Request.Body);
            await exchange.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        await served.Client.SendAsync(Head("length"));
        ReceivedResponse response = await served.Client.ReceiveAsync(toHead: true);
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);

        // A client that has waited long enough sends its body all the same.
        await served.Client.SendAsync("hello");
        string rest = await served.Client.ReceiveAllAsync();
        Assert.EndsWith("5\r\nhello\r\n0\r\n\r\n", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 100", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [Attack("FR-20")]
    [Rfc("9110", "10.1.1")]
    public async Task A_final_answer_that_begins_before_its_end_says_that_the_connection_closes(string framing)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.ContentLength = 5;
            await exchange.Response.WriteAsync("early");
        });
        await served.Client.SendAsync(Head(framing));
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal("early", response.Text);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.BodyUnread, (await served.CloseAsync()).Cause);
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task The_100_is_sent_also_behind_a_full_send_buffer()
    {
        // A response that leaves hardly any room in the send buffer, and behind it a client that waits.
        string large = "";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Method == "GET")
            {
                exchange.Response.ContentLength = large.Length;
                await exchange.Response.WriteAsync(large);
                return;
            }

            using StreamReader reader = new(exchange.Request.Body);
            await exchange.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        int head = (await served.Client.AskAsync(Requests.Get())).Head.Length + "16000".Length - "0".Length;
        for (int room = 0; room < 30; room++)
        {
            large = new string('a', SendBuffer.Capacity - head - room);
            await served.Client.SendAsync(Requests.Get() + Head("length"));
            Assert.Equal(large, (await served.Client.ReceiveAsync()).Text);
            Assert.Equal(100, (await served.Client.ReceiveAsync()).Status);
            await served.Client.SendAsync("hello");
            Assert.Equal("hello", (await served.Client.ReceiveAsync()).Text);
        }
    }

    private static string Head(string framing) =>
        framing == "length" ? Requests.PostHead(5, Expect) : Requests.ChunkedHead(Expect);

    private static string Body(string framing) => framing == "length" ? "hello" : "5\r\nhello\r\n0\r\n\r\n";
}
