// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>nginx in front, as Debian ships it.</summary>
public sealed class NginxTests : IAsyncDisposable
{
    private const string KeepsAlive = "proxy_set_header Connection '';";
    private const string PassesBodiesOn = "proxy_request_buffering off; proxy_buffering off;";
    private const string Upgrades = "proxy_set_header Connection upgrade; proxy_set_header Upgrade $http_upgrade;";

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly ConcurrentDictionary<EndPoint, int> _connections = new();
    private readonly ConcurrentQueue<RejectedRequest> _rejected = new();
    private readonly HttpServer _server;

    public NginxTests()
    {
        _server = new HttpServer("http://127.0.0.1:0", AnswerAsync)
        {
            Options = new HttpServerOptions
            {
                Limits = new Limits { MaxRequestBodyBytes = 100_000_000 },
                RequestRejected = _rejected.Enqueue,
            },
        };
        RouteGroup small = _server.Group("/small");
        small.MaxRequestBodyBytes = 1000;
        small.Map(null, "", AnswerAsync);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("GET", false, "")]
    [InlineData("HEAD", false, "")]
    [InlineData("POST", false, "")]
    [InlineData("POST", true, "")]
    [InlineData("POST", false, PassesBodiesOn)]
    [InlineData("POST", true, PassesBodiesOn)]
    public async Task A_thousand_requests_take_one_connection(string method, bool isChunked, string lines)
    {
        await _server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForHttpAsync(_server, KeepsAlive + lines);
        using HttpClient client = new();
        for (int number = 0; number < 1000; number++)
        {
            string body = method == "POST" ? new string('x', number) : "";
            using HttpRequestMessage request = new(new HttpMethod(method), $"http://{proxy.Front}/{number}");
            request.Content = method == "POST" ? new StringContent(body) : null;
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(
                method == "HEAD" ? "" : $"{method} /{number} {body}",
                await response.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Single(_connections);
        Assert.Empty(_rejected);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, PassesBodiesOn)]
    [InlineData(true, PassesBodiesOn)]
    public async Task A_large_body_goes_there_and_back_whole(bool isChunked, string lines)
    {
        await _server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForHttpAsync(_server, KeepsAlive + lines);
        using HttpClient client = new();
        byte[] body = new byte[10_000_000];
        new Random(1).NextBytes(body);
        for (int round = 0; round < 3; round++)
        {
            using HttpRequestMessage request = new(
                HttpMethod.Post, $"http://{proxy.Front}/mirror{(isChunked ? "?chunked" : "")}");
            request.Content = new ByteArrayContent(body);
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            Assert.Equal(isChunked, response.Content.Headers.ContentLength is null);
            await using Stream received = await response.Content.ReadAsStreamAsync(Cancelled);
            Assert.Equal(SHA256.HashData(body), await SHA256.HashDataAsync(received, Cancelled));
        }

        Assert.Single(_connections);
    }

    [Theory]
    [InlineData("GET", "/status/204")]
    [InlineData("GET", "/status/304")]
    [InlineData("HEAD", "/status/304")]
    [InlineData("GET", "/status/404")]
    [InlineData("HEAD", "/status/404")]
    [InlineData("GET", "/fail/500")]
    public async Task An_answer_without_a_body_or_success_leaves_the_connection_whole(string method, string target)
    {
        await _server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForHttpAsync(_server, KeepsAlive);
        using HttpClient client = new();
        for (int round = 0; round < 20; round++)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), $"http://{proxy.Front}{target}");
            using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
            Assert.Equal(target[^3..], $"{(int)response.StatusCode}");
            Assert.Equal("GET /next ", await client.GetStringAsync(new Uri($"http://{proxy.Front}/next"), Cancelled));
        }

        Assert.Single(_connections);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, PassesBodiesOn)]
    [InlineData(true, PassesBodiesOn)]
    public async Task A_refused_upload_reaches_the_client_as_413(bool isChunked, string lines)
    {
        await _server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForHttpAsync(_server, KeepsAlive + lines);
        using HttpClient client = new();
        for (int round = 0; round < 20; round++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"http://{proxy.Front}/small");

            // nginx closes a connection whose upload it has not read to its end, and does not always say so before.
            request.Headers.ConnectionClose = true;
            request.Content = new ByteArrayContent(new byte[100_000]);
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }

        Assert.Equal(20, _rejected.Count);
    }

    [Fact]
    public async Task Another_protocol_is_spoken_through_it()
    {
        await _server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForHttpAsync(_server, Upgrades);
        await using Connection client = await Connector.ConnectAsync($"{proxy.Front}", Cancelled);
        await RunningServer.SendAsync(
            client, "GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo/1\r\n\r\n");
        Assert.StartsWith(
            "HTTP/1.1 101 ", await RunningServer.ReadUntilAsync(client, "\r\n\r\n"), StringComparison.Ordinal);
        for (int round = 0; round < 100; round++)
        {
            await RunningServer.SendAsync(client, $"line {round}\n");
            Assert.Equal($"line {round}\n", await RunningServer.ReadUntilAsync(client, "\n"));
        }

        client.ShutdownSend();
        Assert.Empty(await RunningServer.ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_client_behind_its_PROXY_header_is_seen_as_itself()
    {
        await using HttpServer server = new(
            "http://127.0.0.1:0", static exchange => exchange.Response.WriteAsync($"{exchange.RemoteEndPoint}"))
        {
            Options = new() { ProxyProtocolPeers = new TrustedPeers(IPNetwork.Parse("127.0.0.1/32")) },
        };
        await server.StartAsync(Cancelled);
        await using NginxProxy proxy = await NginxProxy.ForStreamsAsync(server);
        for (int round = 0; round < 20; round++)
        {
            await using Connection client = await Connector.ConnectAsync($"{proxy.Front}", Cancelled);
            await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            string answer = await RunningServer.ReadToEndAsync(client);
            Assert.EndsWith($"\r\n\r\n{client.LocalEndPoint}", answer, StringComparison.Ordinal);
        }
    }

    private ValueTask AnswerAsync(HttpExchange exchange)
    {
        _connections.AddOrUpdate(exchange.RemoteEndPoint!, 1, static (_, count) => count + 1);
        string[] steps = exchange.Request.Path.Split('/');
        switch (steps[1])
        {
            case "mirror":
                return MirrorAsync(exchange);
            case "status":
                exchange.Response.StatusCode = int.Parse(steps[2], System.Globalization.CultureInfo.InvariantCulture);
                exchange.Response.Headers["ETag"] = "\"1\"";
                return default;
            case "fail":
                throw new InvalidOperationException("The handler of this path fails.");
            case "upgrade":
                return UpgradeAsync(exchange);
            default:
                return EchoAsync(exchange);
        }
    }

    /// <summary>The whole body first: nginx does not take a response while it is still sending the request.</summary>
    private static async ValueTask MirrorAsync(HttpExchange exchange)
    {
        using MemoryStream body = new();
        await exchange.Request.Body.CopyToAsync(body);
        body.Position = 0;
        exchange.Response.ContentLength = exchange.Request.QueryString == "chunked" ? null : body.Length;
        byte[] buffer = new byte[32 * 1024];
        for (int read; (read = body.Read(buffer)) > 0;)
        {
            await exchange.Response.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static async ValueTask UpgradeAsync(HttpExchange exchange)
    {
        Connection connection = await exchange.UpgradeAsync("echo/1");
        byte[] buffer = new byte[100];
        for (int read; (read = await connection.ReceiveAsync(buffer)) > 0;)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, read));
        }
    }

    private static async ValueTask EchoAsync(HttpExchange exchange)
    {
        using StreamReader body = new(exchange.Request.Body, Encoding.Latin1);
        string text = await body.ReadToEndAsync();
        await exchange.Response.WriteAsync($"{exchange.Request.Method} {exchange.Request.Target} {text}");
    }
}
