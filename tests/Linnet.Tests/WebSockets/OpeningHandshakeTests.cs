// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

public sealed class OpeningHandshakeTests
{
    [Fact]
    [Rfc("6455", "1.3")]
    [Rfc("6455", "4.2.2")]
    public async Task The_example_of_the_RFC_is_answered_as_it_says()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        Assert.Contains("\r\nUpgrade: websocket\r\n", client.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: Upgrade\r\n", client.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", client.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", client.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", client.Head, StringComparison.Ordinal);
    }

    [Theory]
    [Attack("WS-02")]
    [Rfc("6455", "4.2.1")]
    [InlineData("Upgrade: websocket", "Upgrade: websockets", 400)]
    [InlineData("Upgrade: websocket", "X-Upgrade: websocket", 400)]
    [InlineData("Connection: Upgrade", "Connection: keep-alive", 400)]
    [InlineData("Connection: Upgrade", "X: Upgrade", 400)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 400)]
    [InlineData("GET", "POST", 405)]
    [InlineData("GET", "HEAD", 405)]
    [InlineData("Version: 13", "Version: 8", 426)]
    [InlineData("Version: 13", "Version: 13, 8", 426)]
    [InlineData("Version: 13", "Version: 013", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n", 426)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZWU=", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBs ZSBub25jZQ=", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "!GhlIHNhbXBsZSBub25jZQ==", 400)]
    [InlineData("ZQ==\r\n", "ZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400)]
    [InlineData("Host: a\r\n", "Host: a\r\nContent-Length: 1\r\n", 400)]
    [InlineData("Host: a\r\n", "Host: a\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Host: a\r\n", "Host: a\r\nSec-WebSocket-Protocol: a, a\r\n", 400)]
    [InlineData("Host: a\r\n", "Host: a\r\nSec-WebSocket-Protocol: a b\r\n", 400)]
    public async Task What_is_no_opening_handshake_is_refused(string part, string instead, int status)
    {
        await using ServedConnection served = SocketClient.Serve();
        string request = SocketClient.Request.Replace(part, instead, StringComparison.Ordinal)
            + (instead.Contains("chunked", StringComparison.Ordinal) ? "\r\n0\r\n\r\n" : "\r\n");
        await served.Client.SendAsync(request);
        ReceivedResponse response = await served.Client.ReceiveAsync(request.StartsWith("HEAD", StringComparison.Ordinal));
        Assert.Equal(status, response.Status);
        Assert.Empty(served.Failures);
        if (status == 426)
        {
            // RFC 6455 §4.4.
            Assert.Equal("13", response["Sec-WebSocket-Version"]);
            Assert.Equal("websocket", response["Upgrade"]);

            // RFC 9110 §7.8: a field for the next hop only is named in Connection.
            Assert.Equal("upgrade", response["Connection"]);
        }
    }

    [Theory]
    [Attack("WS-01")]
    [Rfc("6455", "10.2")]
    [InlineData("http://a", 101)]
    [InlineData("http://A", 101)]
    [InlineData("https://a", 403)]
    [InlineData("http://a:81", 403)]
    [InlineData("http://b", 403)]
    [InlineData("http://a.b", 403)]
    [InlineData("http://a@b", 403)]
    [InlineData("null", 403)]
    [InlineData("", 403)]
    [InlineData("http://a\r\nOrigin: http://a", 403)]
    public async Task A_page_of_another_origin_may_not_connect(string origin, int status)
    {
        await using ServedConnection served = SocketClient.Serve();
        await ExpectAsync(served, origin, status);
    }

    [Theory]
    [Attack("WS-01")]
    [InlineData("https://app.example.com", 101)]
    [InlineData("http://a", 101)]
    [InlineData("https://app.example.com.evil", 403)]
    [InlineData("null", 403)]
    public async Task Origins_that_are_named_may_connect(string origin, int status)
    {
        WebSocketOptions options = new() { AllowedOrigins = [Carriage.Here("https://app.example.com")] };
        await using ServedConnection served = SocketClient.Serve(options: options);
        await ExpectAsync(served, origin, status);
    }

    [Fact]
    [Attack("WS-01")]
    public async Task Everybody_may_connect_where_that_is_said()
    {
        await using ServedConnection served = SocketClient.Serve(options: new() { AllowedOrigins = ["*"] });
        await ExpectAsync(served, "https://anywhere.example", 101);
    }

    [Theory]
    [Rfc("6455", "4.2.2")]
    [InlineData("v2.chat, v1.chat", "v2.chat")]
    [InlineData("v9, v1.chat\r\nSec-WebSocket-Protocol: v2.chat", "v1.chat")]
    [InlineData("V1.chat", null)]
    public async Task The_first_sub_protocol_that_is_spoken_is_agreed_on(string asked, string? chosen)
    {
        string? agreed = "";
        WebSocketOptions options = new() { SubProtocols = ["v1.chat", "v2.chat"] };
        await using ServedConnection served = SocketClient.Serve(
            (socket, _) =>
            {
                agreed = socket.SubProtocol;
                return Task.CompletedTask;
            },
            options);
        SocketClient client = await SocketClient.OpenAsync(served, $"Sec-WebSocket-Protocol: {asked}\r\n");
        await client.ExpectCloseAsync(1000, answers: true);
        Assert.Equal(chosen, agreed);
        Assert.Equal(
            chosen is not null, client.Head.Contains($"\r\nSec-WebSocket-Protocol: {chosen}\r\n", StringComparison.Ordinal));
    }

    [Fact]
    [Attack("FR-26")]
    public async Task A_refused_handshake_leaves_the_connection_to_HTTP()
    {
        await using ServedConnection served = SocketClient.Serve();
        string request = SocketClient.Request.Replace("Version: 13", "Version: 12", StringComparison.Ordinal) + "\r\n";
        Assert.Equal(426, (await served.Client.AskAsync(request)).Status);
        await SocketClient.OpenAsync(served);
    }

    private static async Task ExpectAsync(ServedConnection served, string origin, int status)
    {
        await served.Client.SendAsync(SocketClient.Request + $"Origin: {Carriage.Here(origin)}\r\n\r\n");
        Assert.Equal(status, (await served.Client.ReceiveAsync(toHead: true)).Status);
    }
}
