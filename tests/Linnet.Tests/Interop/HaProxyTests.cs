// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>HAProxy in front, which says in a PROXY header who its client is.</summary>
public sealed class HaProxyTests : IDisposable
{
    private const int Requests = 1000;

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("send-proxy", "GET", false)]
    [InlineData("send-proxy", "HEAD", false)]
    [InlineData("send-proxy", "POST", false)]
    [InlineData("send-proxy", "POST", true)]
    [InlineData("send-proxy-v2", "GET", false)]
    [InlineData("send-proxy-v2", "HEAD", false)]
    [InlineData("send-proxy-v2", "POST", false)]
    [InlineData("send-proxy-v2", "POST", true)]
    [InlineData("send-proxy-v2 proxy-v2-options crc32c,unique-id", "GET", false)]
    public async Task A_client_behind_it_is_seen_as_itself(string option, string method, bool isChunked)
    {
        string program = ForeignProgram.Find("haproxy");
        await using HttpServer server = new("http://127.0.0.1:0", AnswerAsync)
        {
            Options = new HttpServerOptions
            {
                ProxyProtocolPeers = new TrustedPeers(IPNetwork.Parse("127.0.0.1/32")),
            },
        };
        await server.StartAsync(Cancelled);
        IPEndPoint front = ForeignProgram.FreeEndPoint();
        await using ForeignProgram proxy = ForeignProgram.Start(program, "-db", "-f", Configure(server, front, option));
        await proxy.WaitUntilListeningAsync(front);

        EndPoint? self = null;
        using HttpClient client = new(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
                await socket.ConnectAsync(front, cancellationToken);
                self = socket.LocalEndPoint;
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        for (int number = 0; number < Requests; number++)
        {
            await AskAsync(client, new Uri($"http://{front}/{number}"), method, isChunked, number, () => $"{self} {front}");
        }
    }

    private static async Task AskAsync(
        HttpClient client, Uri target, string method, bool isChunked, int number, Func<string> ends)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), target);
        string body = method == "POST" ? new string('x', number) : "";
        request.Content = method == "POST" ? new StringContent(body) : null;
        request.Headers.TransferEncodingChunked = isChunked;
        using HttpResponseMessage response = await client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(ends(), Assert.Single(response.Headers.GetValues("X-Ends")));
        Assert.Equal(
            method == "HEAD" ? "" : $"{method} /{number} {body}", await response.Content.ReadAsStringAsync(Cancelled));
    }

    private static async ValueTask AnswerAsync(HttpExchange exchange)
    {
        using StreamReader body = new(exchange.Request.Body);
        string text = await body.ReadToEndAsync();
        exchange.Response.Headers["X-Ends"] = $"{exchange.RemoteEndPoint} {exchange.LocalEndPoint}";
        await exchange.Response.WriteAsync($"{exchange.Request.Method} {exchange.Request.Target} {text}");
    }

    private string Configure(HttpServer server, IPEndPoint front, string option)
    {
        string path = Path.Combine(_folder.FullName, "haproxy.cfg");
        File.WriteAllText(
            path,
            $"""
            global
                nbthread 1
                maxconn 50
            defaults
                mode http
                unique-id-format %ci-%cp
                timeout connect 30s
                timeout client 60s
                timeout server 60s
            listen front
                bind {front}
                server linnet {server.BoundEndPoints[0]} {option}

            """);
        return path;
    }
}
