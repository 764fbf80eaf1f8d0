// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Protocol.Messages;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>What a handler reads of a body, and what becomes of what it leaves.</summary>
public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    [Rfc("9112", "6.3")]
    public async Task An_empty_read_takes_nothing_and_ends_nothing(string framing)
    {
        string body = "";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            Assert.Equal(0, await exchange.Request.Body.ReadAsync(Memory<byte>.Empty));
            using StreamReader reader = new(exchange.Request.Body);
            body += await reader.ReadToEndAsync();
            Assert.Equal(0, await exchange.Request.Body.ReadAsync(Memory<byte>.Empty));
        });
        await served.Client.SendAsync(framing == "length" ? Requests.PostHead(5) : Requests.ChunkedHead());
        await served.Client.SendAsync((framing == "length" ? "hello" : "5\r\nhello\r\n0\r\n\r\n") + Requests.Get());
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        Assert.Equal("hello", body);
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_large_body_arrives_byte_for_byte_through_a_buffer_of_any_size(int bufferBytes)
    {
        byte[] sent = new byte[100_000];
        new Random(3).NextBytes(sent);
        using MemoryStream read = new();
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                byte[] buffer = new byte[bufferBytes];
                while (await exchange.Request.Body.ReadAsync(buffer) is > 0 and int count)
                {
                    read.Write(buffer, 0, count);
                }
            },
            options: new MemoryOptions { ToServer = Delivery.Random(bufferBytes), WindowBytes = 1000 });
        await served.Client.SendAsync(Requests.PostHead(sent.Length));
        await served.Client.SendAsync(sent);
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        Assert.Equal(sent, read.ToArray());
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    [Attack("CH-15")]
    public async Task A_hundred_thousand_chunks_of_one_byte_are_read_in_time_linear_in_their_number()
    {
        long read = 0;
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            byte[] buffer = new byte[4096];
            while (await exchange.Request.Body.ReadAsync(buffer) is > 0 and int count)
            {
                read += count;
            }
        });

        // Quadratic work over them would be 10^10 steps, and longer than the test's patience.
        Task sending = served.Client.SendAsync(Requests.OneByteChunks(100_000));
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        await sending;
        Assert.Equal(100_000, read);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunks")]
    public async Task A_read_that_its_handler_cancels_loses_nothing(string framing)
    {
        string body = "";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Method == "GET")
            {
                return;
            }

            byte[] buffer = new byte[16];
            for (int round = 0; round < 3; round++)
            {
                using CancellationTokenSource cancellation = new();
                ValueTask<int> read = exchange.Request.Body.ReadAsync(buffer, cancellation.Token);
                Assert.False(read.IsCompleted);
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
            }

            CancellationToken cancelled = new(canceled: true);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => exchange.Request.Body.ReadExactlyAsync(buffer, cancelled).AsTask());
            using StreamReader reader = new(exchange.Request.Body);
            await exchange.Response.FlushAsync();
            body += await reader.ReadToEndAsync();
        });
        await served.Client.SendAsync(framing == "length" ? Requests.PostHead(5) : Requests.ChunkedHead());
        await Eventually.TrueAsync(() => served.Server.Sends != 0);

        await served.Client.SendAsync(framing == "length" ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Empty(served.Failures);
        Assert.Equal(200, response.Status);
        Assert.Equal("hello", body);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData("12")]
    [InlineData("")]
    [Rfc("9112", "8")]
    [Attack("FR-23")]
    public async Task The_end_of_input_within_a_sized_body_fails_the_read(string part) =>
        await ExpectIncompleteAsync(Requests.PostHead(5) + part);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5\r\n")]
    [InlineData("5\r\n12")]
    [InlineData("5\r\n12345")]
    [InlineData("5\r\n12345\r\n")]
    [InlineData("5\r\n12345\r\n0\r\n")]
    [InlineData("5\r\n12345\r\n0\r\nA: b\r\n")]
    [InlineData("5\r\n12345\r\n0\r\nA: b\r\n\r")]
    [Rfc("9112", "8")]
    [Attack("FR-23")]
    public async Task The_end_of_input_within_a_chunked_body_fails_the_read(string part) =>
        await ExpectIncompleteAsync(Requests.ChunkedHead() + part);

    [Theory]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [Attack("FR-17")]
    [Attack("FR-19")]
    [Rfc("9112", "9.3")]
    public async Task An_unread_body_up_to_the_bound_is_read_away_and_the_connection_goes_on(int length)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.IgnoreAsync);
        await served.Client.SendAsync(Requests.PostHead(length));
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.False(response.SaysClose);
        await served.Client.SendAsync(new byte[length]);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData((256 * 1024) + 1)]
    [InlineData(30_000_000)]
    [Attack("FR-17")]
    [Attack("FR-19")]
    [Rfc("9112", "9.6")]
    public async Task An_unread_body_beyond_the_bound_closes_the_connection_and_the_answer_says_so(int length)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.IgnoreAsync);
        await served.Client.SendAsync(Requests.PostHead(length) + EchoHandler.Canary);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.BodyUnread, (await served.CloseAsync()).Cause);
        Assert.Equal(0, handler.Canaries);
    }

    [Fact]
    [Attack("FR-18")]
    public async Task An_unread_body_in_chunks_is_read_away_up_to_the_bound()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(
            handler.IgnoreAsync, new Http1Settings { MaxDrainBytes = 1000 });
        await served.Client.SendAsync(Requests.Chunked(new string('a', 999)));
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        await served.Client.ExpectOpenAsync();

        await served.Client.SendAsync(Requests.Chunked(new string('a', 600), new string('a', 600)) + EchoHandler.Canary);
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.BodyUnread, (await served.CloseAsync()).Cause);
        Assert.Equal(0, handler.Canaries);
    }

    [Fact]
    [Attack("FR-19")]
    public async Task A_body_that_never_comes_is_waited_for_no_longer_than_reading_away_may_take()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.IgnoreAsync);
        await served.Client.SendAsync(Requests.PostHead(100));
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        served.Advance(1.75);
        await served.Client.ExpectQuietAsync();
        served.Advance(0.5);
        await served.Client.ExpectEndAsync();

        // It is read as a body or not at all.
        await served.Client.SendAsync(EchoHandler.Canary);
        ConnectionEnd end = await served.CloseAsync();
        Assert.Equal(ConnectionEndCause.BodyUnread, end.Cause);
        Assert.Equal(0, handler.Canaries);
    }

    [Fact]
    [Attack("FR-18")]
    [Rfc("9112", "9.6")]
    public async Task An_answer_waits_for_unwanted_chunks_no_longer_than_reading_away_may_take()
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.IgnoreAsync);
        await served.Client.SendAsync(Requests.Get() + Requests.ChunkedHead() + "5\r\nab");

        // The answer to the request before does not wait with it.
        Assert.Equal("GET /", (await served.Client.ReceiveAsync()).Text);
        served.Advance(1.75);
        await served.Client.ExpectQuietAsync();
        served.Advance(0.5);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.BodyUnread, (await served.CloseAsync()).Cause);
    }

    [Fact]
    [Attack("FR-18")]
    [Rfc("9112", "9.3")]
    public async Task An_answer_that_has_begun_to_leave_does_not_wait_for_unwanted_chunks()
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Response.WriteAsync("early");
            await exchange.Response.FlushAsync();
        });
        await served.Client.SendAsync(Requests.ChunkedHead());
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal("early", response.Text);
        await served.Client.SendAsync("zz\r\n" + EchoHandler.Canary);
        await served.Client.ExpectEndAsync();
        Assert.Equal(RequestRejection.InvalidChunkSize, (await served.CloseAsync()).Rejection);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, false)]
    [InlineData(101, true)]
    [Rfc("9110", "15.5.14")]
    [Attack("FR-06")]
    public async Task A_body_may_have_the_bytes_of_its_limit_and_not_one_more(int length, bool isRefused)
    {
        Http1Settings settings = new() { MaxBodyBytes = 100 };
        string body = new('a', length);
        foreach (string request in new[] { Requests.Post(body), Requests.Chunked(body), Requests.Chunked(body[..50], body[50..]) })
        {
            foreach (Delivery delivery in new[] { Delivery.Whole, Delivery.ByteByByte })
            {
                EchoHandler handler = new();
                await using ServedConnection served = ServedConnection.Start(
                    handler.EchoAsync, settings, new MemoryOptions { ToServer = delivery });
                await served.Client.SendAsync(request + EchoHandler.Canary);
                ReceivedResponse response = await served.Client.ReceiveAsync();
                Assert.Equal(isRefused ? 413 : 200, response.Status);
                if (isRefused)
                {
                    await served.Client.ExpectEndAsync();
                }

                Assert.Equal(isRefused ? RequestRejection.BodyTooLarge : RequestRejection.None, (await served.CloseAsync()).Rejection);
                Assert.Equal(isRefused ? 0 : 1, handler.Canaries);
            }
        }
    }

    [Theory]
    [InlineData("Content-Length", "Transfer-Encoding", "Host", "Authorization", "Cookie", "Connection", "Content-Type")]
    [Attack("CH-11")]
    [Rfc("9110", "6.5.1")]
    public async Task A_trailer_is_never_mixed_with_the_header_fields(params string[] names)
    {
        string seen = "";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            await exchange.Request.Body.CopyToAsync(Stream.Null);
            foreach (string name in names)
            {
                Assert.DoesNotContain("smuggled", exchange.Request.Headers[name] ?? "", StringComparison.Ordinal);
                Assert.Null(exchange.Request.Trailers[name]);
            }

            seen = $"{exchange.Request.Trailers["Checksum"]} {exchange.Request.Headers["Checksum"]} {exchange.Request.Host}";
        });
        string trailers = string.Concat(Array.ConvertAll(names, static name => $"{name}: smuggled\r\n"));
        await served.Client.SendAsync($"{Requests.ChunkedHead()}1\r\na\r\n0\r\n{trailers}Checksum: 7\r\n\r\n");
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        Assert.Equal("7  a", seen);
        await served.Client.ExpectOpenAsync();
    }

    private static async Task ExpectIncompleteAsync(string request)
    {
        RequestBodyException? failure = null;
        bool finished = false;
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            try
            {
                await exchange.Request.Body.CopyToAsync(Stream.Null);
                finished = true;
            }
            catch (RequestBodyException caught)
            {
                failure = caught;
                throw;
            }
        });
        await served.Client.SendAsync(request);
        served.Client.EndSending();
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(400, response.Status);
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        ConnectionEnd end = await served.CloseAsync();
        Assert.Equal(ConnectionEndCause.PeerClosedEarly, end.Cause);
        Assert.Equal(RequestRejection.IncompleteBody, end.Rejection);
        Assert.Equal(400, failure?.StatusCode);
        Assert.False(finished);
        Assert.Empty(served.Failures);
    }
}
