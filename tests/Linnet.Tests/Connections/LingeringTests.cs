// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>Whom a server waits for before it closes. Time stands still: who is waited for is waited for to the end.</summary>
public sealed class LingeringTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: x\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")]
    [Rfc("9112", "9.6")]
    public async Task A_client_that_has_said_close_is_not_waited_for(string request)
    {
        Assert.SkipWhen(Carriage.IsSecured, "TLS cannot tell what has come, and waits for the client's close_notify.");
        await using RunningServer running = await StartAsync();
        await using Connection client = await running.ConnectAsync();
        await RunningServer.SendAsync(client, request);
        Assert.EndsWith("whole", await RunningServer.ReadToEndAsync(client), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => running.Server.ConnectionCount == 0);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n")]
    [InlineData("GET /last HTTP/1.1\r\nHost: x\r\n\r\n")]
    [Rfc("9112", "9.6")]
    public async Task Whoever_may_still_send_meets_no_reset(string request)
    {
        await using RunningServer running = await StartAsync();
        await using Connection client = await running.ConnectAsync();
        await RunningServer.SendAsync(client, request);
        Assert.EndsWith("whole", await RunningServer.ReadToEndAsync(client), StringComparison.Ordinal);

        // A reset would have come by the time that the second of these is sent.
        await RunningServer.SendAsync(client, "more");
        await RunningServer.SendAsync(client, "and more");
        Assert.Equal(1, running.Server.ConnectionCount);
        client.ShutdownSend();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        await Eventually.TrueAsync(() => running.Server.ConnectionCount == 0);
    }

    private static Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(AnswerAsync, new HttpServerOptions { TimeProvider = new FakeTimeProvider() });

    private static ValueTask AnswerAsync(HttpExchange exchange)
    {
        if (exchange.Request.Target == "/last")
        {
            exchange.Response.Headers["Connection"] = "close";
        }

        return exchange.Response.WriteAsync("whole");
    }
}
