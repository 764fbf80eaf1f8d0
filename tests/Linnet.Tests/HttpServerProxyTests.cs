// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests;

/// <summary>A server behind proxies, over real sockets.</summary>
public sealed class HttpServerProxyTests : IDisposable
{
    private const string Header = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n";
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private static readonly TrustedPeers Loopback = new(IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"));
    private static readonly TrustedPeers UnixSockets = new() { IncludesUnixSockets = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("unix:")]
    public async Task A_named_peer_names_its_client(string address)
    {
        await using HttpServer server = await StartAsync(address, address == "unix:" ? UnixSockets : Loopback);
        await using Connection connection = await ConnectAsync(server);
        RawClient client = new(connection);
        Assert.Equal("192.0.2.1:56324 198.51.100.7:443", (await client.AskAsync(Header + Get)).Text);
        Assert.Equal("192.0.2.1:56324 198.51.100.7:443", (await client.AskAsync(Get)).Text);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("unix:")]
    [Attack("PX-01")]
    public async Task A_peer_that_is_not_named_has_its_header_refused(string address)
    {
        await using HttpServer server = await StartAsync(address, address == "unix:" ? Loopback : UnixSockets);
        await using Connection connection = await ConnectAsync(server);
        RawClient client = new(connection);
        await client.SendAsync(Header + Get);
        Assert.Equal(400, (await client.ReceiveAsync()).Status);
        await client.ExpectEndAsync();
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("unix:")]
    [Attack("PX-03")]
    public async Task A_named_peer_without_header_is_sent_nothing(string address)
    {
        await using HttpServer server = await StartAsync(address, address == "unix:" ? UnixSockets : Loopback);
        await using Connection connection = await ConnectAsync(server);
        await connection.SendAllAsync(Encoding.ASCII.GetBytes(Get), Cancelled);
        try
        {
            Assert.Equal(0, await connection.ReceiveAsync(new byte[100], Cancelled));
        }
        catch (IOException)
        {
            // Closing with bytes of ours under way resets: as good an end.
        }
    }

    [Fact]
    public async Task How_a_connection_with_a_bad_header_ended_is_told()
    {
        TaskCompletionSource<ConnectionEnd> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HttpServer server = new("http://127.0.0.1:0", SayEndsAsync)
        {
            Options = new HttpServerOptions
            {
                ProxyProtocolPeers = Loopback,
                ConnectionEnded = (_, end) => told.TrySetResult(end),
            },
        };
        await server.StartAsync(Cancelled);
        await using Connection connection = await ConnectAsync(server);
        await connection.SendAllAsync(Encoding.ASCII.GetBytes("PROXY TCP4 x"), Cancelled);
        await connection.SendAllAsync(Encoding.ASCII.GetBytes("\r\n"), Cancelled);
        ConnectionEnd end = await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(ConnectionEndCause.ProxyHeaderRejected, end.Cause);
        Assert.Equal(Linnet.Protocol.Proxy.ProxyRejection.InvalidAddress, end.ProxyRejection);
    }

    [Fact]
    public async Task A_server_that_stops_at_once_does_not_wait_for_a_header()
    {
        await using HttpServer server = await StartAsync("http://127.0.0.1:0", Loopback);
        await using Connection connection = await ConnectAsync(server);
        await connection.SendAllAsync(Encoding.ASCII.GetBytes("PROXY "), Cancelled);
        await server.StopAsync(TimeSpan.Zero);
        Assert.Empty(server.BoundEndPoints);
    }

    private async Task<HttpServer> StartAsync(string address, TrustedPeers peers)
    {
        HttpServer server = new(
            address == "unix:" ? $"unix:{Path.Combine(_folder.FullName, "http.sock")}" : address, SayEndsAsync)
        {
            Options = new HttpServerOptions { ProxyProtocolPeers = peers },
        };
        await server.StartAsync(Cancelled);
        return server;
    }

    private static async Task<Connection> ConnectAsync(HttpServer server) => await Connector.ConnectAsync(
        server.BoundEndPoints[0] is IPEndPoint internet ? $"{internet}" : $"unix:{server.BoundEndPoints[0]}", Cancelled);

    private static ValueTask SayEndsAsync(HttpExchange exchange) =>
        exchange.Response.WriteAsync($"{exchange.RemoteEndPoint} {exchange.LocalEndPoint}");
}
