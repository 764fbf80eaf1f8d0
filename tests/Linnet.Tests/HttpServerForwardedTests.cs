// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Sockets;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests;

/// <summary>A server that is told by proxies for whom they forward, over real sockets.</summary>
public sealed class HttpServerForwardedTests : IDisposable
{
    private const string Client = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: example.com:8443\r\n";
    private const string Standard = "Forwarded: for=192.0.2.1;proto=https;host=\"example.com:8443\"\r\n";
    private const ForwardedFields Separate =
        ForwardedFields.XForwardedFor | ForwardedFields.XForwardedProto | ForwardedFields.XForwardedHost;

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private static readonly TrustedPeers Loopback = new(IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"));
    private static readonly TrustedPeers Elsewhere = new(IPNetwork.Parse("10.0.0.0/8")) { IncludesUnixSockets = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Separate, Client)]
    [InlineData(ForwardedFields.Forwarded, Standard)]
    [InlineData(Separate, "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.8;host=evil\r\n" + Client)]
    [InlineData(ForwardedFields.Forwarded, "Forwarded: for=203.0.113.9;host=evil\r\n" + Client + Standard)]
    [Rfc("7239", "4")]
    [Attack("HD-19")]
    public async Task A_trusted_proxy_says_who_asked_and_for_what(ForwardedFields fields, string lines)
    {
        await using HttpServer server = await StartAsync(Loopback, fields);
        Assert.Equal("192.0.2.1 https example.com:8443 inside", await AskAsync(server, lines));
    }

    [Theory]
    [InlineData(Separate)]
    [InlineData(ForwardedFields.Forwarded)]
    [Rfc("7239", "8.1")]
    [Attack("HD-12")]
    public async Task Of_others_it_changes_nothing(ForwardedFields fields)
    {
        await using HttpServer server = await StartAsync(Elsewhere, fields);
        Assert.Equal("127.0.0.1 http inside inside", await AskAsync(server, Client + Standard));
    }

    [Fact]
    [Attack("HD-12")]
    public async Task Nobody_is_believed_unless_named()
    {
        await using HttpServer server = await StartAsync(new TrustedPeers(), Separate);
        Assert.Equal("127.0.0.1 http inside inside", await AskAsync(server, Client + Standard));
    }

    [Fact]
    public async Task Without_a_field_the_proxy_itself_has_asked()
    {
        await using HttpServer server = await StartAsync(Loopback, Separate);
        Assert.Equal("127.0.0.1 http inside inside", await AskAsync(server, Standard));
    }

    [Fact]
    [Attack("HD-19")]
    public async Task A_client_without_a_valid_address_does_not_get_that_of_the_proxy()
    {
        await using HttpServer server = await StartAsync(Loopback, Separate);
        Assert.Equal(" http inside inside", await AskAsync(server, "X-Forwarded-For: 192.0.2.1, 127.1\r\nX-Forwarded-Host: a/b\r\n"));
    }

    [Fact]
    public async Task A_proxy_may_come_by_a_Unix_socket()
    {
        string address = $"unix:{Path.Combine(_folder.FullName, "http.sock")}";
        await using HttpServer trusting = await StartAsync(Elsewhere, Separate, address);
        Assert.Equal("192.0.2.1 https example.com:8443 inside", await AskAsync(trusting, Client));
        Assert.Equal(" http inside inside", await AskAsync(trusting, ""));
        await trusting.StopAsync(TimeSpan.Zero);
        await using HttpServer other = await StartAsync(Loopback, Separate, address);
        Assert.Equal(" http inside inside", await AskAsync(other, Client));
    }

    [Fact]
    [Attack("PX-05")]
    public async Task Behind_a_PROXY_header_it_is_the_client_named_there_that_has_to_be_trusted()
    {
        await using HttpServer server = await StartAsync(
            new TrustedPeers(IPNetwork.Parse("10.0.0.0/8")), Separate, options: (Loopback, []));
        const string trusted = "PROXY TCP4 10.0.0.7 198.51.100.7 56324 443\r\n";
        const string untrusted = "PROXY TCP4 203.0.113.5 198.51.100.7 56324 443\r\n";
        Assert.Equal("192.0.2.1 https example.com:8443 inside", await AskAsync(server, Client, trusted));
        Assert.Equal("203.0.113.5 http inside inside", await AskAsync(server, Client, untrusted));
        Assert.Equal(" http inside inside", await AskAsync(server, Client, "PROXY UNKNOWN\r\n"));
    }

    [Fact]
    public async Task Each_request_of_a_connection_has_its_own_client()
    {
        await using HttpServer server = await StartAsync(Loopback, Separate);
        await using Connection connection = await ConnectAsync(server);
        RawClient client = new(connection);
        for (int number = 1; number < 4; number++)
        {
            string request = $"GET / HTTP/1.1\r\nHost: inside\r\nX-Forwarded-For: 192.0.2.{number}\r\n\r\n";
            Assert.Equal($"192.0.2.{number} http inside inside", (await client.AskAsync(request)).Text);
        }

        Assert.Equal(
            "127.0.0.1 http inside inside", (await client.AskAsync("GET / HTTP/1.1\r\nHost: inside\r\n\r\n")).Text);
    }

    [Theory]
    [InlineData("X-Forwarded-Host: example.com:8443\r\n", 200)]
    [InlineData("X-Forwarded-Host: evil.example\r\n", 421)]
    [InlineData("X-Forwarded-Host: a/b\r\n", 421)]
    [InlineData("", 421)]
    [Rfc("9110", "15.5.20")]
    [Attack("HD-06")]
    [Attack("HD-12")]
    public async Task The_host_that_the_client_asked_for_has_to_be_allowed(string line, int status)
    {
        await using HttpServer trusting = await StartAsync(Loopback, Separate, options: (new(), ["example.com"]));
        Assert.Equal(status, await StatusAsync(trusting, line));
        await using HttpServer other = await StartAsync(Elsewhere, Separate, options: (new(), ["example.com"]));
        Assert.Equal(421, await StatusAsync(other, line));
    }

    [Theory]
    [InlineData("X-Forwarded-Host: Example.com.:8443\r\n", "asked for")]
    [InlineData("", "inside")]
    public async Task Routes_for_a_host_are_for_the_one_that_the_client_asked_for(string line, string text)
    {
        Router router = new();
        router.Host("example.com").Get("/", () => "asked for");
        router.Host("inside").Get("/", () => "inside");
        await using RunningServer server = await RunningServer.StartAsync(
            router.HandleAsync, new() { TrustedProxies = Loopback, ForwardedFields = Separate });
        Assert.Equal(text, await AskAsync(server.Server, line));
    }

    [Fact]
    public async Task Proxies_without_fields_are_a_mistake_that_is_told_at_the_start()
    {
        await using HttpServer server = new("http://127.0.0.1:0", SayOriginAsync)
        {
            Options = new HttpServerOptions { TrustedProxies = Loopback },
        };
        InvalidOperationException mistake = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.StartAsync(Cancelled));
        Assert.Contains("ForwardedFields", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ForwardedFields.Forwarded | ForwardedFields.XForwardedFor)]
    [InlineData(ForwardedFields.Forwarded | Separate)]
    [InlineData((ForwardedFields)16)]
    [InlineData((ForwardedFields)(-1))]
    public void Two_ways_to_say_one_thing_exclude_each_other(ForwardedFields fields) =>
        Assert.Throws<ArgumentException>(() => new HttpServerOptions { ForwardedFields = fields });

    private static ValueTask SayOriginAsync(HttpExchange exchange)
    {
        HttpRequest request = exchange.Request;
        return exchange.Response.WriteAsync(
            $"{request.ClientAddress} {request.Scheme} {request.Authority} {request.Host}");
    }

    private static async Task<HttpServer> StartAsync(
        TrustedPeers proxies,
        ForwardedFields fields,
        string address = "http://127.0.0.1:0",
        (TrustedPeers ProxyProtocol, string[] Hosts)? options = null)
    {
        HttpServer server = new(address, SayOriginAsync)
        {
            Options = new HttpServerOptions
            {
                TrustedProxies = proxies,
                ForwardedFields = fields,
                ProxyProtocolPeers = options?.ProxyProtocol ?? new TrustedPeers(),
                AllowedHosts = options?.Hosts ?? [],
            },
        };
        await server.StartAsync(Cancelled);
        return server;
    }

    private static async Task<string> AskAsync(HttpServer server, string lines, string before = "") =>
        (await RequestAsync(server, lines, before)).Text;

    private static async Task<int> StatusAsync(HttpServer server, string lines) =>
        (await RequestAsync(server, lines)).Status;

    private static async Task<ReceivedResponse> RequestAsync(HttpServer server, string lines, string before = "")
    {
        await using Connection connection = await ConnectAsync(server);
        return await new RawClient(connection).AskAsync($"{before}GET / HTTP/1.1\r\nHost: inside\r\n{lines}\r\n");
    }

    private static Task<Connection> ConnectAsync(HttpServer server) => Connector.ConnectAsync(
        server.BoundEndPoints[0] is IPEndPoint internet ? $"{internet}" : $"unix:{server.BoundEndPoints[0]}", Cancelled);
}
