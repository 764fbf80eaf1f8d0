// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Tests.Connections;
using Linnet.Tests.Tls;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>HTTPS with programs of others, as Debian ships them.</summary>
public sealed class TlsPeerTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");
    private readonly HttpServer _server;

    public TlsPeerTests()
    {
        _server = new HttpServer("https://127.0.0.1:0", new EchoHandler().EchoAsync)
        {
            Options = new HttpServerOptions { Certificates = [TestCertificates.Local] },
        };
        File.WriteAllText(Authority, TestCertificates.Authority.ExportCertificatePem());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Authority => Path.Combine(_folder.FullName, "authority.pem");

    private IPEndPoint EndPoint => (IPEndPoint)_server.BoundEndPoints[0];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--tlsv1.2", "--tls-max", "1.2")]
    [InlineData("--tlsv1.3")]
    [InlineData("--http1.1", "--http2")]
    public async Task Curl_is_served_and_ends_in_order(params string[] arguments)
    {
        string curl = ForeignProgram.Find("curl");
        await _server.StartAsync(Cancelled);
        string output = await ForeignProgram.RunAsync(
            curl, ["-sS", "--cacert", Authority, .. arguments, $"https://{EndPoint}/one", $"https://{EndPoint}/two"]);
        Assert.Equal("GET /one GET /two ", output);
    }

    [Fact]
    public async Task Curl_shows_its_certificate()
    {
        string curl = ForeignProgram.Find("curl");
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        (string certificate, string key) = client.WritePem(_folder.FullName);
        Certificate asking = TestCertificates.Local.WithClientCertificates(new ClientCertificates([TestCertificates.Authority]));
        await using SecureServer server = await SecureServer.StartAsync(
            static exchange => exchange.Response.WriteAsync($"{exchange.ClientCertificate?.Subject}"), asking);
        string output = await ForeignProgram.RunAsync(
            curl, "-sS", "--cacert", Authority, "--cert", certificate, "--key", key, $"https://{server.EndPoint}/");
        Assert.Equal("CN=anna", output);
    }

    [Fact]
    public async Task Python_reads_a_response_to_its_end()
    {
        string python = ForeignProgram.Find("python3");
        await _server.StartAsync(Cancelled);
        string output = await ForeignProgram.RunAsync(python, "-c", $"""
            import socket, ssl
            context = ssl.create_default_context(cafile="{Authority}")
            context.set_alpn_protocols(["http/1.1"])
            plain = socket.create_connection(("127.0.0.1", {EndPoint.Port}))
            secure = context.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
            secure.sendall(b"GET /python HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            received, protocol = b"", secure.selected_alpn_protocol()
            while piece := secure.recv(1000):
                received += piece
            secure.unwrap()
            print(protocol, received.split(b"\r\n\r\n")[1].decode())
            """.Replace("\n            ", "\n", StringComparison.Ordinal));
        Assert.Equal("http/1.1 GET /python", output.Trim());
    }

    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task OpenSSL_shakes_hands(string version, string expected)
    {
        string output = await ClientAsync("Q\n", version, "-alpn", "h2,http/1.1", "-verify_return_error", "-servername", "localhost");
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
        Assert.Contains("ALPN protocol: http/1.1", output, StringComparison.Ordinal);
        Assert.Contains("Compression: NONE", output, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("TL-09")]
    public async Task OpenSSL_cannot_speak_an_old_version()
    {
        string output = await ClientAsync("Q\n", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
        Assert.Contains("alert protocol version", output, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("TL-01")]
    [Rfc("9325", "3.5")]
    public async Task A_client_that_wants_to_renegotiate_gets_no_answer_but_an_end()
    {
        // s_client takes a line with R alone for the wish to renegotiate.
        string output = await ClientAsync("R\nGET /after HTTP/1.1\r\nHost: localhost\r\n\r\n", "-tls1_2");
        Assert.Contains("RENEGOTIATING", output, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /after", output, StringComparison.Ordinal);
    }

    private async Task<string> ClientAsync(string input, params string[] arguments)
    {
        string openssl = ForeignProgram.Find("openssl");
        await _server.StartAsync(Cancelled);
        return await ForeignProgram.RunWithInputAsync(
            openssl,
            input,
            ["s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"{EndPoint}"), "-CAfile", Authority, .. arguments]);
    }
}
