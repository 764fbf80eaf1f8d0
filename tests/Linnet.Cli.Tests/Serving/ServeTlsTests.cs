// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;


using Xunit;

namespace Linnet.Cli.Tests.Serving;

/// <summary>The command over TLS.</summary>
public sealed class ServeTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_certificate_of_ones_own_serves_and_http_is_sent_there()
    {
        _folder.Write("site/a.txt", "hello"u8);
        string pfx = WritePfx();
        await using CommandRun run = CommandRun.Start(
            "serve", Path.Combine(_folder.Path, "site"), "--pfx", pfx, "-l", "127.0.0.1:0", "--redirect", "127.0.0.1:0");
        IReadOnlyList<string> banner = await BannerReader.ReadBannerAsync(run.ReadLineAsync);
        Uri secured = new(banner[1].Trim());
        Assert.Equal("https", secured.Scheme);
        Assert.StartsWith("  http://127.0.0.1:", banner[2], StringComparison.Ordinal);
        Assert.EndsWith(" sends everybody there", banner[2], StringComparison.Ordinal);

        using HttpClient client = NewClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri(secured, "/a.txt")));
        Uri open = new(banner[2].Trim().Split(' ')[0]);
        using HttpResponseMessage redirect = await client.GetAsync(new Uri(open, "/a.txt?b=c"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        Assert.Equal(new Uri(secured, "/a.txt?b=c"), redirect.Headers.Location);
    }

    [Fact]
    public async Task Tls_alone_makes_a_certificate_and_says_how_to_trust_it()
    {
        _folder.Write("site/a.txt", "hello"u8);
        string settings = Path.Combine(_folder.Path, "settings");
        await using ProcessRun run = ProcessRun.StartLinnetWith(
            ("XDG_CONFIG_HOME", settings), "serve", Path.Combine(_folder.Path, "site"), "--tls", "-l", "127.0.0.1:0");
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The folder is another one there.");
        IReadOnlyList<string> banner = await BannerReader.ReadBannerAsync(run.Error.ReadLineAsync);
        string authority = Path.Combine(settings, "linnet", "authority.crt");
        Assert.Contains(authority, banner[2], StringComparison.Ordinal);

        using X509Certificate2 trusted = X509CertificateLoader.LoadCertificateFromFile(authority);
        using HttpClient client = NewClient(trusted);
        Assert.Equal("hello", await client.GetStringAsync(new Uri(banner[1].Trim() + "a.txt")));
    }

    [Theory]
    [InlineData("--redirect", "--redirect", "http://127.0.0.1:0")]
    [InlineData("--cert and --pfx exclude each other", "--cert", "a", "--pfx", "b")]
    [InlineData("--key", "--key", "a")]
    [InlineData("not for TLS", "--pfx", "b", "--listen", "http://127.0.0.1:0")]
    public async Task What_does_not_go_together_is_told_in_one_line(string told, params string[] arguments)
    {
        await using CommandRun run = CommandRun.Start(["serve", .. arguments]);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Contains(told, run.ErrorText, StringComparison.Ordinal);
        Assert.Single(run.ErrorText.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named()
    {
        string pfx = WritePfx("secret");
        await using CommandRun run = CommandRun.Start("serve", "--pfx", pfx, "-l", "127.0.0.1:0");
        Assert.Equal(ExitCode.Failed, (await run.FinishAsync()).Code);
        Assert.Contains(pfx, run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--password-file", run.ErrorText, StringComparison.Ordinal);

        await using CommandRun good = CommandRun.Start(
            "serve", "--pfx", pfx, "--password-file", _folder.Write("password", "secret\n"u8), "-l", "127.0.0.1:0");
        Assert.StartsWith("  https://", (await BannerReader.ReadBannerAsync(good.ReadLineAsync))[1], StringComparison.Ordinal);
    }

    private static HttpClient NewClient(X509Certificate2? authority = null)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
        if (authority is null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        }

        return new HttpClient(handler);
    }

    private string WritePfx(string? password = null)
    {
        using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create();
        CertificateRequest request = new("CN=localhost", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return _folder.Write("site.pfx", made.Export(X509ContentType.Pkcs12, password));
    }
}
