// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

using Linnet.Cli.Serving;
using Linnet.Tls;

using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class DevelopmentAuthorityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "linnet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_made_once_and_issues_for_the_names_it_is_given()
    {
        DevelopmentAuthority authority = new(Folder, TimeProvider.System);
        Certificate first = authority.Issue(["localhost", "127.0.0.1", "::1", "LOCALHOST", "site.example"]);
        Assert.Equal(["localhost", "site.example", "127.0.0.1", "::1"], first.Names);
        string trusted = File.ReadAllText(authority.CertificatePath);

        Certificate second = new DevelopmentAuthority(Folder, TimeProvider.System).Issue(["localhost"]);
        Assert.Equal(["localhost"], second.Names);
        Assert.Equal(trusted, File.ReadAllText(authority.CertificatePath));
        Assert.InRange(first.ExpiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(300), TimeSpan.FromDays(398));
    }

    [Fact]
    public void Nobody_else_may_read_its_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        DevelopmentAuthority authority = new(Folder, TimeProvider.System);
        authority.Issue(["localhost"]);
        string key = Path.Combine(Folder, "authority.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Folder) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead));

            // Somebody has been careless with it.
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            authority.Issue(["localhost"]);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        Assert.Equal(["authority.crt", "authority.key"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(authority.CertificatePath), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_made_anew_before_it_expires()
    {
        DevelopmentAuthority authority = new(Folder, TimeProvider.System);
        authority.Issue(["localhost"]);
        using X509Certificate2 before = X509CertificateLoader.LoadCertificateFromFile(authority.CertificatePath);
        new DevelopmentAuthority(Folder, new Later()).Issue(["localhost"]);
        using X509Certificate2 after = X509CertificateLoader.LoadCertificateFromFile(authority.CertificatePath);
        Assert.NotEqual(before.Thumbprint, after.Thumbprint);
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddYears(10).AddDays(-3);
    }
}
