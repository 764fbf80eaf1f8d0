// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Http;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Tls;
using Linnet.WebSockets;

using Xunit;

namespace Linnet.Testing.Tests;

/// <summary>A whole server over connections in memory: what it does there is what it does on a network.</summary>
public sealed class MemoryServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_answered_without_a_port()
    {
        await using HttpServer server = new([]);
        server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");
        server.Post("/upload", async exchange =>
        {
            using MemoryStream body = new();
            await exchange.Request.Body.CopyToAsync(body, exchange.Aborted);
            await exchange.Response.WriteAsync(body.ToArray());
        });
        await server.StartAsync(Cancelled);
        Assert.Empty(server.BoundEndPoints);

        using HttpClient client = server.CreateClient();
        Assert.Equal("Hello, Ada!", await client.GetStringAsync("/hello/Ada", Cancelled));
        using ByteArrayContent content = new(new byte[1_000_000]);
        using HttpResponseMessage response = await client.PostAsync("/upload", content, Cancelled);
        Assert.Equal(1_000_000, (await response.Content.ReadAsByteArrayAsync(Cancelled)).Length);
    }

    [Fact]
    public async Task Bytes_are_refused_as_the_parser_refuses_them()
    {
        await using HttpServer server = new([]);
        server.Get("/", () => "never");
        await server.StartAsync(Cancelled);

        await using RawClient client = await server.ConnectAsync();
        ReceivedResponse response = await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        Assert.Equal(400, response.Status);
        Assert.True(response.SaysClose);
        Assert.True(await client.WaitForEndAsync());
    }

    [Fact]
    public async Task A_minute_passes_when_the_clock_is_moved()
    {
        VirtualTime time = new();
        await using HttpServer server = new([]) { Options = new HttpServerOptions { TimeProvider = time } };
        await server.StartAsync(Cancelled);

        await using RawClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost:");
        Task<ReceivedResponse> answer = client.ReceiveAsync();
        await time.AdvanceUntilAsync(answer);
        Assert.Equal(408, (await answer).Status);
        Assert.True(time.Elapsed >= server.Options.Limits.HeadTimeout);
    }

    [Fact]
    public async Task A_connection_counts_against_the_limits()
    {
        Limits limits = new() { MaxConnections = 1, WhenFull = FullServerPolicy.Refuse };
        await using HttpServer server = new([]) { Options = new HttpServerOptions { Limits = limits } };
        server.Get("/", () => "in");
        await server.StartAsync(Cancelled);

        await using RawClient first = await server.ConnectAsync();
        Assert.Equal(200, (await first.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
        Assert.Equal(1, server.ConnectionCount);
        await using RawClient second = await server.ConnectAsync();
        Assert.Equal(503, (await second.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_being_answered()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HttpServer server = new([]);
        server.Get("/", async exchange =>
        {
            entered.SetResult();
            await leave.Task;
            await exchange.Response.WriteAsync("late");
        });
        await server.StartAsync(Cancelled);

        await using RawClient client = await server.ConnectAsync();
        Task<ReceivedResponse> asking = client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await entered.Task.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.StopAsync(Patience);
        leave.SetResult();
        ReceivedResponse response = await asking;
        Assert.Equal("late", response.Text);
        Assert.True(response.SaysClose);
        await client.DisposeAsync();
        Assert.Equal(0, (await stopping).ConnectionsCut);
    }

    [Fact]
    public async Task A_server_that_does_not_run_resets_what_it_is_given()
    {
        HttpServer server = new([]);
        await Assert.ThrowsAsync<IOException>(() => server.ConnectAsync());
        await server.StartAsync(Cancelled);
        await server.StopAsync();
        (MemoryConnection client, MemoryConnection served) = MemoryConnection.CreatePair();
        Assert.False(await server.AdmitAsync(served));
        await Assert.ThrowsAsync<IOException>(async () => await client.WaitForDataAsync(Cancelled));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Connections_that_come_while_a_server_stops_are_served_or_reset_and_never_forgotten()
    {
        for (int round = 0; round < 200; round++)
        {
            await using HttpServer server = new([]);
            await server.StartAsync(Cancelled);
            (MemoryConnection client, MemoryConnection served) = MemoryConnection.CreatePair();
            Task<bool> admitting = Task.Run(() => server.AdmitAsync(served), Cancelled);
            await server.StopAsync(TimeSpan.Zero).WaitAsync(Patience, Cancelled);
            await admitting.WaitAsync(Patience, Cancelled);

            // The end, or a reset; never silence.
            await Task.WhenAny(client.WaitForDataAsync(Cancelled).AsTask()).WaitAsync(Patience, Cancelled);
            Assert.Equal(0, server.ConnectionCount);
        }
    }

    [Fact]
    public async Task TLS_is_spoken_where_it_is_asked_for()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using HttpServer server = new([], Certificate.From(certificate));
        server.Get("/", exchange => exchange.Request.Scheme);
        await server.StartAsync(Cancelled);

        using HttpClient secure = server.CreateClient("https://localhost");
        Assert.Equal("https", await secure.GetStringAsync("/", Cancelled));
        using HttpClient plain = server.CreateClient();
        Assert.Equal("http", await plain.GetStringAsync("/", Cancelled));
    }

    [Fact]
    public async Task TLS_without_a_certificate_is_the_callers_mistake()
    {
        await using HttpServer server = new([]);
        await server.StartAsync(Cancelled);
        (MemoryConnection client, MemoryConnection served) = MemoryConnection.CreatePair();
        await using (client)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => server.AdmitAsync(served, secure: true));
        }
    }

    [Fact]
    public async Task A_web_socket_opens_in_memory()
    {
        await using HttpServer server = new([]);
        server.WebSocket("/echo", async (socket, exchange) =>
        {
            await foreach (WebSocketMessage message in socket.ReadMessagesAsync(exchange.Aborted))
            {
                await socket.SendAsync(message.Text);
            }
        });
        await server.StartAsync(Cancelled);

        using HttpMessageInvoker invoker = new(server.CreateHandler());
        using ClientWebSocket client = new();
        await client.ConnectAsync(new Uri("ws://localhost/echo"), invoker, Cancelled);
        await client.SendAsync(Encoding.UTF8.GetBytes("to and fro"), WebSocketMessageType.Text, true, Cancelled);
        byte[] buffer = new byte[100];
        ValueWebSocketReceiveResult result = await client.ReceiveAsync(buffer.AsMemory(), Cancelled);
        Assert.Equal("to and fro", Encoding.UTF8.GetString(buffer, 0, result.Count));
    }
}
