// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Protocol.Messages;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>HTTP over TLS, at a whole server over a real socket.</summary>
public sealed class HttpsTests
{
    private readonly ConcurrentQueue<ConnectionEnd> _ends = new();
    private readonly ConcurrentQueue<Exception> _failures = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_with_a_certificate_serves_in_one_line()
    {
        await using HttpServer server = new("https://127.0.0.1:0", TestCertificates.Local);
        server.Get("/", exchange => exchange.Request.Scheme);
        server.Get("/made", _ => Results.Created("/things/1"));
        server.Use(new SecurityHeaders());
        await server.StartAsync(Cancelled);
        using HttpClient client = NewClient((IPEndPoint)server.BoundEndPoints[0]);
        using HttpResponseMessage response = await client.GetAsync("/", Cancelled);
        Assert.Equal("https", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(["max-age=31536000"], response.Headers.GetValues("Strict-Transport-Security"));
        using HttpResponseMessage made = await client.GetAsync("/made", Cancelled);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task A_megabyte_goes_there_and_back_whole_and_a_file_too()
    {
        byte[] body = RandomNumberGenerator.GetBytes(3_000_000);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, body, Cancelled);
        await using HttpServer server = new("https://127.0.0.1:0", TestCertificates.Local);
        server.Post("/echo", async exchange => await exchange.Request.Body.CopyToAsync(exchange.Response.Body, Cancelled));
        server.Get("/file", _ => Results.File(path));
        await server.StartAsync(Cancelled);
        using HttpClient client = NewClient((IPEndPoint)server.BoundEndPoints[0]);
        using ByteArrayContent content = new(body);
        using HttpResponseMessage echoed = await client.PostAsync("/echo", content, Cancelled);
        Assert.Equal(body, await echoed.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(body, await client.GetByteArrayAsync("/file", Cancelled));
        File.Delete(path);
    }

    [Fact]
    public async Task Both_schemes_are_served_at_addresses_of_their_own()
    {
        await using HttpServer server = new(["http://127.0.0.1:0", "https://127.0.0.1:0"], TestCertificates.Local);
        server.Get("/", exchange => exchange.Request.Scheme);
        await server.StartAsync(Cancelled);
        using HttpClient plain = new();
        Assert.Equal("http", await plain.GetStringAsync(new Uri($"http://{server.BoundEndPoints[0]}"), Cancelled));
        using HttpClient secure = NewClient((IPEndPoint)server.BoundEndPoints[1]);
        Assert.Equal("https", await secure.GetStringAsync("/", Cancelled));
    }

    [Fact]
    public async Task Https_without_a_certificate_and_a_certificate_without_https_are_refused_at_the_start()
    {
        await using HttpServer bare = new("https://127.0.0.1:0");
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => bare.StartAsync(Cancelled));
        Assert.Contains("Certificate.FromPem", failure.Message, StringComparison.Ordinal);
        await using HttpServer idle = new("http://127.0.0.1:0", TestCertificates.Local);
        failure = await Assert.ThrowsAsync<InvalidOperationException>(() => idle.StartAsync(Cancelled));
        Assert.Contains("https://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("LN-14")]
    [Rfc("9110", "4.2.2")]
    public async Task Plain_http_is_told_to_write_https()
    {
        await using SecureServer server = await StartAsync();
        await using Connection connection = await server.ConnectAsync();
        RawClient client = new(connection);
        await client.SendAsync($"GET /secret HTTP/1.1\r\nHost: a\r\n\r\n{EchoHandler.Canary}");
        string answer = Regex.Replace(await client.ReceiveAllAsync(), "\r\nDate: [^\r]*\r\n", "\r\nDate: *\r\n");
        Assert.Equal(
            "HTTP/1.1 400 Bad Request\r\nDate: *\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "X-Content-Type-Options: nosniff\r\nContent-Length: 97\r\nConnection: close\r\n\r\n"
            + "400 Bad Request: This port speaks HTTPS. Write https:// and not http:// in front of the address.\n",
            answer);
        Assert.Equal(RequestRejection.PlainTextOnTls, (await EndAsync()).Rejection);
    }

    [Theory]
    [InlineData("\0\0\0\0")]
    [InlineData("\u0016\u0003\u0001\0\u0005xxxxx")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("\u0080\u002e\u0001\u0003\u0001")]
    [InlineData("\u0015\u0003\u0001\0\u0002\u0002\u0028")]
    [Attack("TL-03")]
    public async Task What_is_no_handshake_ends_the_connection(string bytes)
    {
        await using SecureServer server = await StartAsync();
        await using Connection connection = await server.ConnectAsync();
        RawClient client = new(connection);
        await client.SendAsync(bytes);
        client.EndSending();
        Assert.DoesNotContain("HTTP", await client.ReceiveAllAsync(), StringComparison.Ordinal);
        Assert.Equal(ConnectionEndCause.HandshakeFailed, (await EndAsync()).Cause);
        Assert.Empty(_failures);
    }

    [Fact]
    [Attack("TL-08")]
    [Rfc("9112", "9.8")]
    public async Task A_body_that_is_cut_without_close_notify_is_not_whole()
    {
        TaskCompletionSource<Exception?> read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SecureServer server = await StartAsync(async exchange =>
        {
            try
            {
                await exchange.Request.Body.CopyToAsync(Stream.Null);
                read.SetResult(null);
            }
            catch (IOException failure)
            {
                read.SetResult(failure);
                throw;
            }
        });
        await using TlsConnection connection = await server.SecureAsync();
        await new RawClient(connection).SendAsync("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        connection.Carrier.ShutdownSend();
        Assert.NotNull(await read.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.Equal(ConnectionEndCause.PeerReset, (await EndAsync()).Cause);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc("9112", "9.8")]
    public async Task A_client_may_leave_between_requests_as_it_likes(bool saysSo)
    {
        await using SecureServer server = await StartAsync();
        await using TlsConnection connection = await server.SecureAsync();
        RawClient client = new(connection);
        Assert.Equal(200, (await client.AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).Status);
        (saysSo ? connection : connection.Carrier).ShutdownSend();
        await client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.PeerClosed, (await EndAsync()).Cause);
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task The_server_ends_a_stream_with_close_notify()
    {
        await using SecureServer server = await StartAsync();
        await using TlsConnection connection = await server.SecureAsync();
        RawClient client = new(connection);
        Assert.True((await client.AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).SaysClose);
        await client.ExpectEndAsync();
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [Attack("TL-09")]
    public async Task Both_versions_that_are_safe_are_spoken(SslProtocols version)
    {
        await using SecureServer server = await StartAsync();
        Assert.Equal(200, (await server.GetAsync(protocols: version)).Status);
    }

    [Fact]
    public async Task A_thousand_pipelined_requests_are_answered_in_order()
    {
        await using SecureServer server = await StartAsync();
        await using TlsConnection connection = await server.SecureAsync();
        RawClient client = new(connection);
        Task sending = client.SendAsync(string.Concat(
            Enumerable.Range(0, 1000).Select(number => $"GET /{number} HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        for (int number = 0; number < 1000; number++)
        {
            Assert.Equal($"GET /{number} ", (await client.ReceiveAsync()).Text);
        }

        await sending;
    }

    [Fact]
    public async Task A_proxy_says_who_the_client_is_before_tls_begins()
    {
        await using SecureServer server = await SecureServer.StartAsync(
            static exchange => exchange.Response.WriteAsync($"{exchange.Request.Scheme} {exchange.RemoteEndPoint}"),
            new HttpServerOptions
            {
                Certificates = [TestCertificates.Local],
                ProxyProtocolPeers = new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")),
            });
        Connection connection = await server.ConnectAsync();
        await new RawClient(connection).SendAsync("PROXY TCP4 192.0.2.1 192.0.2.2 1234 443\r\n");
        await using TlsConnection secured = await TlsConnection.ConnectAsync(connection, TlsPair.ClientOptions(), Cancelled);
        ReceivedResponse response = await new RawClient(secured).AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal("https 192.0.2.1:1234", response.Text);
    }

    [Fact]
    public async Task A_client_that_goes_is_noticed_while_its_request_is_handled()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SecureServer server = await StartAsync(async exchange =>
        {
            using (exchange.Aborted.Register(gone.SetResult))
            {
                begun.SetResult();
                await gone.Task;
            }
        });
        await using TlsConnection connection = await server.SecureAsync();
        await new RawClient(connection).SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        connection.Abort();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    private static HttpClient NewClient(IPEndPoint endPoint) => new(new SocketsHttpHandler { SslOptions = TlsPair.ClientOptions() })
    {
        BaseAddress = new Uri($"https://{endPoint}"),
    };

    private Task<SecureServer> StartAsync(HttpHandler? handler = null) => SecureServer.StartAsync(
        handler ?? new EchoHandler().EchoAsync,
        new HttpServerOptions
        {
            Certificates = [TestCertificates.Local],
            ConnectionEnded = (_, end) => _ends.Enqueue(end),
            HandlerFailed = _failures.Enqueue,
        });

    private async Task<ConnectionEnd> EndAsync()
    {
        ConnectionEnd end = default;
        await Eventually.TrueAsync(() => _ends.TryDequeue(out end));
        return end;
    }
}
