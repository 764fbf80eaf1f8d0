// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tls;

using Microsoft.Extensions.Time.Testing;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>Where certificates come from, which of them a client is shown, and how they are replaced.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");
    private readonly EchoHandler _handler = new();

    // For clocks that are moved on while handshakes are under way.
    private static Limits Patient => new()
    {
        FirstByteTimeout = TimeSpan.FromHours(1),
        HandshakeTimeout = TimeSpan.FromHours(1),
        HeadTimeout = TimeSpan.FromHours(1),
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pem_files_serve_with_the_certificates_between()
    {
        using X509Certificate2 leaf = TestCertificates.Issue("localhost");
        (string certificate, string key) = leaf.WritePem(_folder.FullName);
        await File.AppendAllTextAsync(certificate, "\n" + TestCertificates.Authority.ExportCertificatePem(), Cancelled);
        Certificate loaded = Certificate.FromPem(certificate, key);
        Assert.Equal(["localhost"], loaded.Names);
        Assert.InRange(loaded.ExpiresAt, TimeProvider.System.GetUtcNow().AddDays(29), TimeProvider.System.GetUtcNow().AddDays(31));
        Assert.Equal(leaf.Thumbprint, await ShownAsync(loaded));

        string both = Path.Combine(_folder.FullName, "both.pem");
        string[] parts = [await File.ReadAllTextAsync(certificate, Cancelled), await File.ReadAllTextAsync(key, Cancelled)];
        await File.WriteAllTextAsync(both, string.Join('\n', parts), Cancelled);
        Assert.Equal(leaf.Thumbprint, await ShownAsync(Certificate.FromPem(both)));
    }

    [Fact]
    public async Task A_key_may_be_encrypted()
    {
        using X509Certificate2 leaf = TestCertificates.Issue("localhost");
        (string certificate, string key) = leaf.WritePem(_folder.FullName);
        using ECDsa secret = leaf.GetECDsaPrivateKey()!;
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        await File.WriteAllTextAsync(key, secret.ExportEncryptedPkcs8PrivateKeyPem("open", encryption), Cancelled);
        Assert.Equal(leaf.Thumbprint, await ShownAsync(Certificate.FromPem(certificate, key, "open")));
        Assert.ThrowsAny<CryptographicException>(() => Certificate.FromPem(certificate, key, "wrong"));
    }

    [Fact]
    public async Task A_pfx_serves()
    {
        using X509Certificate2 leaf = TestCertificates.Issue("localhost");
        string path = Path.Combine(_folder.FullName, "a.pfx");
        await File.WriteAllBytesAsync(path, leaf.Export(X509ContentType.Pkcs12, "open"), Cancelled);
        Assert.Equal(leaf.Thumbprint, await ShownAsync(Certificate.FromPfx(path, "open")));
        Assert.ThrowsAny<CryptographicException>(() => Certificate.FromPfx(path, "wrong"));
    }

    [Fact]
    [Attack("TL-07")]
    public void What_cannot_be_used_is_refused_when_it_is_named()
    {
        using X509Certificate2 leaf = TestCertificates.Issue("localhost");
        (string certificate, string key) = leaf.WritePem(_folder.FullName);
        Assert.Throws<FileNotFoundException>(() => Certificate.FromPem(certificate, key + "x"));
        Assert.ThrowsAny<CryptographicException>(() => Certificate.FromPem(certificate));
        using X509Certificate2 other = TestCertificates.Issue("localhost");
        File.WriteAllText(certificate, other.ExportCertificatePem());
        Assert.ThrowsAny<Exception>(() => Certificate.FromPem(certificate, key));
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(leaf.RawData);
        CryptographicException failure = Assert.Throws<CryptographicException>(() => Certificate.From(bare));
        Assert.Contains("private key", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<CryptographicException>(() => Certificate.FromStore("nobody.example"));
        Assert.Contains("nobody.example", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.example", 1)]
    [InlineData("ONE.example", 1)]
    [InlineData("two.example", 2)]
    [InlineData("a.two.example", 2)]
    [InlineData("exact.two.example", 3)]
    [InlineData("xn--caf-dma.example", 3)]
    [InlineData("b.a.two.example", 1)]
    [InlineData("other.example", 1)]
    [Attack("HD-07")]
    [Rfc("6066", "3")]
    public async Task A_client_is_shown_the_certificate_for_the_name_it_asks_for(string name, int expected)
    {
        using X509Certificate2 first = TestCertificates.Issue("one.example");
        using X509Certificate2 second = TestCertificates.Issue("two.example", "*.two.example");
        using X509Certificate2 third = TestCertificates.Issue("exact.two.example", "xn--caf-dma.example");
        X509Certificate2 chosen = expected switch { 1 => first, 2 => second, _ => third };
        Assert.Equal(
            chosen.Thumbprint,
            await ShownAsync(name, Certificate.From(first), Certificate.From(second), Certificate.From(third)));
    }

    [Fact]
    public async Task A_callback_chooses_and_may_refuse()
    {
        using X509Certificate2 leaf = TestCertificates.Issue("customer.example");
        Certificate customer = Certificate.From(leaf);
        ConcurrentQueue<string> asked = new();
        Certificate chosen = Certificate.FromCallback(name =>
        {
            asked.Enqueue(name);
            return name == "customer.example" ? customer : null;
        });
        Assert.Equal(leaf.Thumbprint, await ShownAsync("Customer.example", chosen));
        Assert.Equal(["customer.example"], asked);
        await Assert.ThrowsAnyAsync<Exception>(() => ShownAsync("stranger.example", chosen));
        await Assert.ThrowsAnyAsync<Exception>(() => ShownAsync("", chosen));
    }

    [Fact]
    [Attack("TL-07")]
    public async Task New_files_are_used_from_the_next_handshake_on_and_bad_ones_never()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        ConcurrentQueue<Exception> failures = new();
        using X509Certificate2 first = TestCertificates.Issue("localhost");
        (string certificate, string key) = first.WritePem(_folder.FullName);
        await using SecureServer server = await SecureServer.StartAsync(_handler.EchoAsync, new HttpServerOptions
        {
            Certificates = [Certificate.FromPem(certificate, key)],
            CertificateReloadFailed = failures.Enqueue,
            TimeProvider = time,
            Limits = Patient,
        });
        await using TlsConnection kept = await server.SecureAsync();
        Assert.Equal(first.Thumbprint, await AfterAWhileAsync());

        // A certificate without its key, as it is for a moment when one is written after the other.
        using X509Certificate2 second = TestCertificates.Issue("localhost");
        await ChangeAsync(certificate, second.ExportCertificatePem());
        Assert.Equal(first.Thumbprint, await AfterAWhileAsync());
        Assert.Equal(first.Thumbprint, await AfterAWhileAsync());
        Assert.Single(failures);
        using ECDsa secret = second.GetECDsaPrivateKey()!;
        await ChangeAsync(key, secret.ExportPkcs8PrivateKeyPem());
        Assert.Equal(second.Thumbprint, await AfterAWhileAsync());

        using X509Certificate2 expired = TestCertificates.Issue(TimeSpan.FromDays(-1), "localhost");
        expired.WritePem(_folder.FullName);
        await ChangeAsync(certificate, expired.ExportCertificatePem());
        Assert.Equal(second.Thumbprint, await AfterAWhileAsync());
        Assert.Contains("expired", failures.ToArray()[^1].Message, StringComparison.Ordinal);
        File.Delete(key);
        Assert.Equal(second.Thumbprint, await AfterAWhileAsync());
        Assert.Equal(3, failures.Count);

        Assert.Equal("GET / ", (await new RawClient(kept).AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).Text);

        Task<string> AfterAWhileAsync()
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return ThumbprintAsync(server, "localhost");
        }
    }

    [Fact]
    [Attack("TL-07")]
    public async Task No_handshake_is_lost_while_certificates_change()
    {
        using X509Certificate2 first = TestCertificates.Issue("localhost");
        using X509Certificate2 second = TestCertificates.Issue("localhost");
        (string certificate, string key) = first.WritePem(_folder.FullName);
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using SecureServer server = await SecureServer.StartAsync(_handler.EchoAsync, new HttpServerOptions
        {
            Certificates = [Certificate.FromPem(certificate, key)],
            TimeProvider = time,
            Limits = Patient,
        });
        ConcurrentDictionary<string, int> shown = new();
        ParallelOptions eightAtOnce = new() { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled };
        await Parallel.ForAsync(0, 300, eightAtOnce, async (number, _) =>
        {
            if (number % 20 == 0)
            {
                lock (shown)
                {
                    (number % 40 == 0 ? second : first).WritePem(_folder.FullName);
                    File.SetLastWriteTimeUtc(certificate, DateTime.UnixEpoch.AddDays(number));
                    time.Advance(TimeSpan.FromSeconds(3));
                }
            }

            shown.AddOrUpdate(await ThumbprintAsync(server, "localhost"), 1, static (_, count) => count + 1);
        });
        Assert.Equal(300, System.Linq.Enumerable.Sum(shown.Values));
        Assert.Equal(2, shown.Count);
    }

    // The time of a file has a grain: two writes in a row may have the same.
    private static async Task ChangeAsync(string path, string content)
    {
        DateTime before = File.GetLastWriteTimeUtc(path);
        await File.WriteAllTextAsync(path, content, Cancelled);
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    private Task<string> ShownAsync(params Certificate[] certificates) => ShownAsync("localhost", certificates);

    private async Task<string> ShownAsync(string name, params Certificate[] certificates)
    {
        await using SecureServer server = await SecureServer.StartAsync(_handler.EchoAsync, certificates);
        return await ThumbprintAsync(server, name);
    }

    private static async Task<string> ThumbprintAsync(SecureServer server, string name)
    {
        string? shown = null;
        SslClientAuthenticationOptions options = TlsPair.ClientOptions(name);
        options.CertificateChainPolicy = null;
        options.AllowTlsResume = false;
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown = certificate?.GetCertHashString();
            return true;
        };
        await using Connection connection = await server.ConnectAsync();
        await using TlsConnection secured = await TlsConnection.ConnectAsync(connection, options, Cancelled);
        ReceivedResponse response = await new RawClient(secured).AskAsync($"GET / HTTP/1.1\r\nHost: {name}\r\n\r\n");
        Assert.Equal(200, response.Status);
        return shown!;
    }
}
