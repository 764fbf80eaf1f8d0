// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Testing;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>How a client knows where a response ends, and that one which is not whole never looks whole.</summary>
public sealed class ResponseFramingTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(4096, null)]
    [InlineData(4097, "chunked")]
    [InlineData(100_000, "chunked")]
    [Rfc("9112", "6.3")]
    public async Task A_body_of_unknown_length_has_a_length_when_it_is_small_and_chunks_when_it_is_not(
        int length, string? coding)
    {
        string body = new('a', length);
        await using ServedConnection served = ServedConnection.Start(exchange => exchange.Response.WriteAsync(body));
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(coding, response["Transfer-Encoding"]);
        Assert.Equal(coding is null ? $"{length}" : null, response["Content-Length"]);
        Assert.Equal(body, response.Text);
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    [Rfc("9110", "8.6")]
    public async Task What_was_set_of_the_fields_of_the_server_can_be_read_back()
    {
        List<string?> seen = [];
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            ResponseHeaders headers = exchange.Response.Headers;
            seen.AddRange([headers["Content-Length"], headers["Connection"]]);
            headers["content-length"] = "05";
            headers["connection"] = "Close";
            seen.AddRange([headers["Content-Length"], headers["Connection"]]);
            return exchange.Response.WriteAsync("hello");
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal("hello", response.Text);
        Assert.Equal([null, null, "5", "close"], seen);
    }

    [Theory]
    [InlineData("Upgrade", false, "upgrade")]
    [InlineData("upgrade", true, "close, upgrade")]
    [InlineData("Upgrades", false, null)]
    [Rfc("9110", "7.8")]
    public async Task A_response_that_names_protocols_says_that_this_is_for_the_next_hop(
        string name, bool closes, string? option)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.StatusCode = 426;
            exchange.Response.Headers[name] = "example/2";
            exchange.Response.Headers["Connection"] = closes ? "close" : null;
            return exchange.Response.WriteAsync("hello");
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal("example/2", response[name]);
        Assert.Equal(option, response["Connection"]);
    }

    [Fact]
    [Rfc("9112", "6.1")]
    [Rfc("9112", "9.3")]
    public async Task A_client_of_HTTP_1_0_gets_no_chunks_but_the_end_of_the_connection()
    {
        string body = new('a', 10_000);
        await using ServedConnection served = ServedConnection.Start(exchange => exchange.Response.WriteAsync(body));
        ReceivedResponse response = await served.Client.AskAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        Assert.True(response.IsUntilClose);
        Assert.Equal(body, response.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(4096)]
    [InlineData(4097)]
    [Rfc("9110", "9.3.2")]
    [Attack("HD-15")]
    public async Task The_head_of_an_answer_to_HEAD_is_that_of_GET(int length)
    {
        await using ServedConnection served = ServedConnection.Start(
            exchange => exchange.Response.WriteAsync(new string('a', length)));
        ReceivedResponse toGet = await served.Client.AskAsync(Requests.Get());
        ReceivedResponse toHead = await served.Client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(toGet.Head, toHead.Head);
        Assert.Equal(length, toGet.Body.Length);
        await served.Client.ExpectQuietAsync();
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    [Rfc("9112", "6.3")]
    [Attack("HD-15")]
    public async Task A_status_that_has_no_body_gets_none(int status)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.StatusCode = exchange.Request.Path == "/open" ? 200 : status;
            await exchange.Response.WriteAsync("dropped");
            await exchange.Response.FlushAsync();
            await exchange.Response.WriteAsync("dropped too");
        });
        Assert.Equal(status, (await served.Client.AskAsync(Requests.Get())).Status);
        await served.Client.ExpectQuietAsync();
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task More_than_was_promised_throws_and_nothing_past_the_promise_is_sent(bool isLengthSetLate)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            exchange.Response.ContentLength = isLengthSetLate ? null : 5;
            await exchange.Response.WriteAsync("hello"u8.ToArray());
            if (isLengthSetLate)
            {
                exchange.Response.ContentLength = 4;
                return;
            }

            await exchange.Response.WriteAsync(" and more"u8.ToArray());
        });
        await served.Client.SendAsync(Requests.Get() + EchoHandler.Canary);
        if (isLengthSetLate)
        {
            Assert.Equal(500, (await served.Client.ReceiveAsync()).Status);
        }
        else
        {
            await served.Client.ExpectResetAsync();
            Assert.Equal(ConnectionEndCause.ResponseFailed, (await served.EndAsync()).Cause);
            Assert.True(served.Server.BytesSent < 200);
        }

        Assert.All(served.Failures, static failure => Assert.IsType<InvalidOperationException>(failure));
        Assert.NotEmpty(served.Failures);
    }

    [Theory]
    [InlineData("HTTP/1.1", "")]
    [InlineData("HTTP/1.1", "hell")]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task Less_than_was_promised_resets_the_connection(string version, string body)
    {
        EchoHandler canary = new();
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.ContentLength = 5;
            return canary.IgnoreBodyAsync(exchange, body);
        });
        await served.Client.SendAsync($"GET / {version}\r\nHost: a\r\n\r\n{EchoHandler.Canary}");
        await served.Client.ExpectResetAsync();
        Assert.Equal(ConnectionEndCause.ResponseFailed, (await served.EndAsync()).Cause);
        Assert.Equal(0, canary.Canaries);
    }

    [Theory]
    [InlineData("short file", true)]
    [InlineData("short file", false)]
    [InlineData("cancelled", true)]
    [InlineData("cancelled", false)]
    [Rfc("9110", "8.6")]
    [Attack("HD-14")]
    public async Task A_file_that_did_not_go_whole_resets_the_connection_whatever_its_handler_makes_of_it(
        string how, bool isLengthKnown)
    {
        EchoHandler canary = new();
        using SafeFileHandle file = OpenTemporary(how == "cancelled" ? 1_000_000 : 100_000);
        using CancellationTokenSource cancellation = new();
        await using ServedConnection served = ServedConnection.Start(
            async exchange =>
            {
                canary.Count(exchange);
                exchange.Response.ContentLength = isLengthKnown ? 1_000_000 : null;
                try
                {
                    await exchange.Response.SendFileAsync(file, 0, 1_000_000, cancellation.Token);
                }
                catch (Exception exception) when (exception is IOException or OperationCanceledException)
                {
                    // Keeps it to himself.
                }
            },
            options: new MemoryOptions { WindowBytes = 1000 });
        await served.Client.SendAsync(Requests.Get() + EchoHandler.Canary);
        if (how == "cancelled")
        {
            await cancellation.CancelAsync();
        }

        await served.Client.ExpectResetAsync();
        await served.EndAsync();
        Assert.Equal(0, canary.Canaries);
    }

    [Fact]
    public async Task A_head_that_is_too_large_to_send_is_the_handlers_failure()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            if (exchange.Request.Path != "/open")
            {
                exchange.Response.Headers["Large"] = new string('a', 20_000);
            }

            return default;
        });
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get())).Status);
        Assert.Single(served.Failures);
        await served.Client.ExpectOpenAsync();
    }

    private static SafeFileHandle OpenTemporary(int length)
    {
        SafeFileHandle file = File.OpenHandle(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            FileOptions.DeleteOnClose);
        RandomAccess.Write(file, new byte[length], fileOffset: 0);
        return file;
    }
}
