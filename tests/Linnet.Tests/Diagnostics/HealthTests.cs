// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Sockets;
using Linnet.Tests.Sockets;

using Microsoft.Extensions.Time.Testing;

using Xunit;

namespace Linnet.Tests.Diagnostics;

public sealed class HealthTests
{
    private const string Ready = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Ready_turns_when_the_server_begins_to_stop_and_live_does_not()
    {
        FakeTimeProvider time = new();
        HttpServer server = new("http://127.0.0.1:0")
        {
            Options = new HttpServerOptions { LameDuck = TimeSpan.FromMinutes(1), TimeProvider = time },
        };
        server.MapHealth();
        await using RunningServer served = await RunningServer.StartAsync(server);
        await using Connection client = await served.ConnectAsync();
        await using Connection other = await served.ConnectAsync();
        await RunningServer.SendAsync(client, Ready);
        string response = await RunningServer.ReadUntilAsync(client, "ok\n");
        Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store", response, StringComparison.Ordinal);

        Task<StopReport> stopping = server.StopAsync(TimeSpan.FromSeconds(10));
        await RunningServer.SendAsync(client, Ready);

        // Not to the end: who asks while connections are still being told of the stop keeps his for a moment.
        Assert.StartsWith("HTTP/1.1 503", await RunningServer.ReadUntilAsync(client, "\r\n\r\n"), StringComparison.Ordinal);
        await RunningServer.SendAsync(other, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await RunningServer.ReadUntilAsync(other, "ok\n"), StringComparison.Ordinal);

        // Connections that close may begin to linger at any moment, for a time of their own.
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return stopping.IsCompleted;
        });
        await stopping;
    }

    [Fact]
    public async Task What_the_owner_waits_for_keeps_it_from_being_ready()
    {
        bool isWarm = false;
        HttpServer server = new("http://127.0.0.1:0");
        server.MapHealth(live: "/alive", ready: "/warm", isReady: () => isWarm);
        await using RunningServer served = await RunningServer.StartAsync(server);
        Assert.StartsWith("HTTP/1.1 503", await served.AskAsync("GET /warm HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
        isWarm = true;
        Assert.StartsWith("HTTP/1.1 200", await served.AskAsync("GET /warm HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>What docs/observability.md shows first, on another port and into another file.</summary>
    [Fact]
    public async Task The_lines_of_the_page_work_as_they_stand()
    {
        using MemoryStream file = new();
        await using (AccessLog log = new(file))
        {
            await using HttpServer server = new("http://127.0.0.1:0")
            {
                Options = new HttpServerOptions { RequestCompleted = log.Write, LameDuck = TimeSpan.FromSeconds(5) },
            };
            server.MapHealth();
            server.Get("/orders/{id:int}", exchange => $"Order {exchange.Route.Int("id")}");
            await using RunningServer served = await RunningServer.StartAsync(server);
            Assert.EndsWith("Order 7", await served.AskAsync("GET /orders/7 HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
            Assert.EndsWith("ok\n", await served.AskAsync("GET /livez HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
        }

        Assert.Equal(2, file.ToArray().Count(static value => value == (byte)'\n'));
    }
}
