// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests.Exchanges;

public sealed class UpgradeTests
{
    private const string Offer = "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x, echo/1\r\n";

    [Fact]
    [Attack("FR-26")]
    [Rfc("9110", "7.8")]
    public async Task Hands_the_connection_over_with_the_bytes_behind_the_request()
    {
        await using RunningServer server = await StartAsync();
        await using Connection client = await server.ConnectAsync();
        await RunningServer.SendAsync(client, Offer + "\r\nearly");
        string answer = await RunningServer.ReadUntilAsync(client, "early");
        Assert.StartsWith(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\n", answer, StringComparison.Ordinal);
        await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\n\r\n");
        await RunningServer.ReadUntilAsync(client, "GET / HTTP/1.1\r\n\r\n");
        client.ShutdownSend();
        Assert.Empty(await RunningServer.ReadToEndAsync(client));
    }

    [Theory]
    [Attack("FR-26")]
    [Rfc("9110", "7.8")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUpgrade: echo/1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close, upgrade\r\nUpgrade: h2c\r\n\r\n")]
    public async Task An_offer_that_cannot_be_taken_is_ignored(string request)
    {
        await using RunningServer server = await StartAsync();
        string answer = await server.AskAsync(request);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("FR-26")]
    public async Task The_request_body_comes_before_the_new_protocol()
    {
        await using RunningServer server = await StartAsync();
        await using Connection client = await server.ConnectAsync();
        await RunningServer.SendAsync(client, Offer + "Content-Length: 4\r\n\r\nbodynew");
        string answer = await RunningServer.ReadUntilAsync(client, "new");
        Assert.EndsWith("\r\n\r\nnew", answer, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(static async exchange =>
    {
        byte[] buffer = new byte[100];
        while (await exchange.Request.Body.ReadAsync(buffer) > 0)
        {
            // The body is not part of the new protocol.
        }

        Connection connection;
        try
        {
            connection = await exchange.UpgradeAsync("echo/1");
        }
        catch (InvalidOperationException)
        {
            await exchange.Response.WriteAsync("HTTP, then");
            return;
        }

        for (int received; (received = await connection.ReceiveAsync(buffer)) > 0;)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received));
        }
    });
}
