// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Testing;

/// <summary>
/// Clients of a server over connections in memory: what they send goes through the real parser, driver and limits, and no
/// port is opened. A server for tests is best constructed with no address: <c>new HttpServer([])</c>.
/// </summary>
public static class HttpServerTesting
{
    /// <summary>
    /// A client whose requests go to this server, whatever host they name. With <c>https</c> it speaks TLS, and takes any
    /// certificate: nobody can stand between.
    /// </summary>
    /// <param name="server">The server, which is started before the first request.</param>
    /// <param name="baseAddress">What relative addresses are relative to.</param>
    public static HttpClient CreateClient(this HttpServer server, string baseAddress = "http://localhost") =>
        new(CreateHandler(server)) { BaseAddress = new Uri(baseAddress) };

    /// <summary>The handler below such a client, for clients with cookies, redirects or WebSockets of their own.</summary>
    /// <param name="server">The server, which is started before the first request.</param>
    /// <param name="options">What the connections are like.</param>
    public static SocketsHttpHandler CreateHandler(this HttpServer server, MemoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        options ??= new MemoryOptions { IsInline = false };
        SocketsHttpHandler handler = new() { UseProxy = false, ConnectCallback = ConnectStreamAsync };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        return handler;

        async ValueTask<Stream> ConnectStreamAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            bool secure = context.InitialRequestMessage.RequestUri?.Scheme is "https" or "wss";
            return new ConnectionStream(await OpenAsync(server, options, secure).ConfigureAwait(false));
        }
    }

    /// <summary>Connects a client that sends what it is given, byte for byte.</summary>
    /// <param name="server">The server, which runs.</param>
    /// <param name="options">What the connection is like.</param>
    /// <exception cref="IOException">The server does not run, or has no place.</exception>
    public static async Task<RawClient> ConnectAsync(this HttpServer server, MemoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new RawClient(await OpenAsync(server, options ?? new MemoryOptions(), secure: false).ConfigureAwait(false));
    }

    private static async Task<Connection> OpenAsync(HttpServer server, MemoryOptions options, bool secure)
    {
        (MemoryConnection client, MemoryConnection served) = MemoryConnection.CreatePair(options);
        return await server.AdmitAsync(served, secure).ConfigureAwait(false)
            ? client
            : throw new IOException("The server does not run: await StartAsync first.");
    }
}
