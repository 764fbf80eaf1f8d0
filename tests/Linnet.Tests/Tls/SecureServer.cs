// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>A server with TLS on a free loopback port, and clients for it.</summary>
internal sealed class SecureServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpServer _server;

    private SecureServer(HttpServer server) => _server = server;

    public IPEndPoint EndPoint => (IPEndPoint)_server.BoundEndPoints[0];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<SecureServer> StartAsync(
        HttpHandler handler, HttpServerOptions options, string address = "https://127.0.0.1:0")
    {
        HttpServer server = new(address, handler) { Options = options };
        await server.StartAsync(Cancelled);
        return new SecureServer(server);
    }

    public static Task<SecureServer> StartAsync(HttpHandler handler, params Certificate[] certificates) =>
        StartAsync(handler, new HttpServerOptions { Certificates = certificates });

    /// <summary>A connection on which nothing has been said.</summary>
    public Task<Connection> ConnectAsync() =>
        Connector.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"{EndPoint}"), Cancelled);

    /// <summary>A connection whose client has shaken hands; what it throws says why there is none.</summary>
    public async Task<TlsConnection> SecureAsync(
        string host = "localhost", SslProtocols protocols = SslProtocols.None, X509Certificate2? certificate = null)
    {
        Connection connection = await ConnectAsync();
        try
        {
            return await TlsConnection.ConnectAsync(connection, TlsPair.ClientOptions(host, protocols, certificate), Cancelled)
                .WaitAsync(Patience);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a client gets for one GET, on a connection of its own.</summary>
    public async Task<ReceivedResponse> GetAsync(
        string host = "localhost", X509Certificate2? certificate = null, string? sni = null, SslProtocols protocols = SslProtocols.None)
    {
        await using TlsConnection connection = await SecureAsync(sni ?? host, protocols, certificate);
        return await new RawClient(connection).AskAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
    }

    /// <summary>An ordinary client that knows the tests' authority.</summary>
    public HttpClient NewHttpClient()
    {
        SocketsHttpHandler handler = new() { SslOptions = TlsPair.ClientOptions() };
        handler.SslOptions.ApplicationProtocols = null;
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{EndPoint}") };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
