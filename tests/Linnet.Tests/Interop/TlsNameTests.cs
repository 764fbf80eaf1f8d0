// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Tests.Tls;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>Which certificates curl and OpenSSL are shown, and show.</summary>
public sealed class TlsNameTests : IDisposable
{
    private const string Request = "GET / HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");

    public TlsNameTests() => File.WriteAllText(Authority, TestCertificates.Authority.ExportCertificatePem());

    private string Authority => Path.Combine(_folder.FullName, "authority.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    [Rfc("6066", "3")]
    public async Task OpenSSL_is_shown_the_certificate_for_the_name_it_asks_for(string version)
    {
        string openssl = ForeignProgram.Find("openssl");
        await using SecureServer server = await StartAsync(Named());
        Assert.Equal("www.example.test", await ShownAsync("-servername", "www.example.test"));
        Assert.Equal("*.example.test", await ShownAsync("-servername", "shop.example.test"));
        Assert.Equal("first.test", await ShownAsync("-servername", "a.shop.example.test"));
        Assert.Equal("first.test", await ShownAsync("-servername", "example.test"));
        Assert.Equal("first.test", await ShownAsync("-noservername"));

        async Task<string> ShownAsync(params string[] asking)
        {
            string output = await ForeignProgram.RunWithInputAsync(
                openssl,
                "Q\n",
                ["s_client", "-connect", To(server), "-CAfile", Authority, "-verify_return_error", version, .. asking]);
            Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
            return output.Split('\n').Single(line => line.StartsWith("subject=", StringComparison.Ordinal)).Split('=')[^1].Trim();
        }
    }

    [Theory]
    [InlineData("--tlsv1.2", "--tls-max", "1.2")]
    [InlineData("--tlsv1.3")]
    [Rfc("6066", "3")]
    public async Task Curl_is_served_under_the_names_that_certificates_are_for_and_under_no_other(params string[] version)
    {
        string curl = ForeignProgram.Find("curl");
        await using SecureServer server = await StartAsync(Named());
        int port = server.EndPoint.Port;
        string[] common = ["-sS", "--noproxy", "*", "--cacert", Authority, "--connect-to", $"::127.0.0.1:{port}", .. version];
        Assert.Equal(
            "nobody nobody nobody ",
            await ForeignProgram.RunAsync(
                curl, [.. common, "https://www.example.test/", "https://shop.example.test/", "https://first.test/"]));

        string other = await ForeignProgram.RunWithInputAsync(curl, "", [.. common, "https://a.shop.example.test/"]);
        Assert.StartsWith("curl: (60) ", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSSL_shows_its_certificate_and_is_refused_without_one(string version)
    {
        string openssl = ForeignProgram.Find("openssl");
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        (string certificate, string key) = client.WritePem(_folder.FullName);
        await using SecureServer server = await StartAsync(Asking());
        string[] common = ["s_client", "-connect", To(server), "-CAfile", Authority, "-ign_eof", version];
        string known = await ForeignProgram.RunWithInputAsync(
            openssl, Request, [.. common, "-cert", certificate, "-key", key]);
        Assert.Contains("\r\n\r\nCN=anna ", known, StringComparison.Ordinal);

        string unknown = await ForeignProgram.RunWithInputAsync(openssl, Request, common);
        Assert.DoesNotContain("HTTP/1.1 ", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tlsv1.2", "--tls-max", "1.2")]
    [InlineData("--tlsv1.3")]
    public async Task Curl_shows_its_certificate_and_is_refused_without_one(params string[] version)
    {
        string curl = ForeignProgram.Find("curl");
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        (string certificate, string key) = client.WritePem(_folder.FullName);
        await using SecureServer server = await StartAsync(Asking());
        string[] common = ["-sS", "--noproxy", "*", "--cacert", Authority, .. version, $"https://{To(server)}/"];
        Assert.Equal("CN=anna ", await ForeignProgram.RunAsync(curl, [.. common, "--cert", certificate, "--key", key]));

        string unknown = await ForeignProgram.RunWithInputAsync(curl, "", common);
        Assert.StartsWith("curl: (", unknown, StringComparison.Ordinal);
    }

    private static Certificate[] Named() =>
    [
        Certificate.From(TestCertificates.Issue("first.test")),
        Certificate.From(TestCertificates.Issue("*.example.test")),
        Certificate.From(TestCertificates.Issue("www.example.test")),
    ];

    private static Certificate Asking() =>
        TestCertificates.Local.WithClientCertificates(new ClientCertificates([TestCertificates.Authority]) { AreRequired = true });

    private static Task<SecureServer> StartAsync(params Certificate[] certificates) => SecureServer.StartAsync(
        static exchange => exchange.Response.WriteAsync($"{exchange.ClientCertificate?.Subject ?? "nobody"} "), certificates);

    private static string To(SecureServer server) => string.Create(CultureInfo.InvariantCulture, $"{server.EndPoint}");
}
