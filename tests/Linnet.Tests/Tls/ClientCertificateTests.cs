// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>Clients that show, or have to show, certificates of their own.</summary>
public sealed class ClientCertificateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static ClientCertificates Ours(bool required = true, Func<X509Certificate2, bool>? validate = null) =>
        new([TestCertificates.Authority]) { AreRequired = required, Validate = validate };

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_good_certificate_is_the_exchanges(SslProtocols version)
    {
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        await using SecureServer server = await StartAsync(Ours());
        Assert.Equal("anna", (await server.GetAsync(certificate: client, protocols: version)).Text);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Who_shows_none_is_let_in_only_where_none_is_required(SslProtocols version)
    {
        await using SecureServer strict = await StartAsync(Ours());
        await ExpectRefusedAsync(strict, null, version);
        await using SecureServer friendly = await StartAsync(Ours(required: false));
        Assert.Equal("nobody", (await friendly.GetAsync(protocols: version)).Text);
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        Assert.Equal("anna", (await friendly.GetAsync(certificate: client, protocols: version)).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_of_somebody_elses_is_refused_needed_or_not(bool required)
    {
        using X509Certificate2 self = TestCertificates.SelfIssued("anna");
        using X509Certificate2 server = TestCertificates.IssueToClient("anna", usage: "1.3.6.1.5.5.7.3.1");
        await using SecureServer running = await StartAsync(Ours(required));
        await ExpectRefusedAsync(running, self, SslProtocols.Tls13);
        await ExpectRefusedAsync(running, self, SslProtocols.Tls12);
        await ExpectRefusedAsync(running, server, SslProtocols.Tls13);
    }

    [Fact]
    public async Task A_callback_judges_what_the_authorities_have_issued_or_all_alone()
    {
        using X509Certificate2 anna = TestCertificates.IssueToClient("anna");
        using X509Certificate2 bert = TestCertificates.IssueToClient("bert");
        await using SecureServer both = await StartAsync(Ours(validate: IsAnna));
        Assert.Equal("anna", (await both.GetAsync(certificate: anna)).Text);
        await ExpectRefusedAsync(both, bert, SslProtocols.Tls13);
        using X509Certificate2 self = TestCertificates.SelfIssued("anna");
        await ExpectRefusedAsync(both, self, SslProtocols.Tls13);
        await using SecureServer alone = await StartAsync(new ClientCertificates(IsAnna));
        Assert.Equal("anna", (await alone.GetAsync(certificate: self)).Text);
        await ExpectRefusedAsync(alone, bert, SslProtocols.Tls13);

        static bool IsAnna(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, false) == "anna";
    }

    [Theory]
    [InlineData("open.example", "open.example", 200)]
    [InlineData("open.example", "also.example", 200)]
    [InlineData("open.example", "guarded.example", 421)]
    [InlineData("open.example", "guarded.example:8443", 421)]
    [InlineData("open.example", "GUARDED.example", 421)]
    [InlineData("open.example", "a.wild.example", 421)]
    [InlineData("", "guarded.example", 421)]
    [InlineData("guarded.example", "guarded.example", 200)]
    [InlineData("guarded.example", "a.wild.example", 200)]
    [InlineData("guarded.example", "open.example", 421)]
    [Attack("TL-05")]
    [Rfc("9110", "7.4")]
    public async Task A_host_with_another_rule_for_clients_needs_a_connection_of_its_own(string sni, string host, int status)
    {
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        using X509Certificate2 open = TestCertificates.Issue("open.example", "also.example");
        using X509Certificate2 guarded = TestCertificates.Issue("guarded.example");
        using X509Certificate2 wild = TestCertificates.Issue("*.wild.example");
        ClientCertificates clients = Ours();
        await using SecureServer server = await SecureServer.StartAsync(
            NameAsync,
            Certificate.From(open),
            Certificate.From(guarded).WithClientCertificates(clients),
            Certificate.From(wild).WithClientCertificates(clients));
        SslClientAuthenticationOptions options = TlsPair.ClientOptions(sni, certificate: client);
        options.CertificateChainPolicy = null;
        options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        await using Connection connection = await server.ConnectAsync();
        await using TlsConnection secured = await TlsConnection.ConnectAsync(connection, options, Cancelled);
        RawClient asking = new(secured);
        ReceivedResponse response = await asking.AskAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.Equal(status, response.Status);
        if (status == 421)
        {
            Assert.True(response.SaysClose);
            Assert.Equal(
                "421 Misdirected Request: This host needs a connection of its own: connect anew with its name.\n",
                response.Text);
            await asking.ExpectEndAsync();
        }
    }

    /// <summary>Tickets of one host must open no door of another, so those of known clients open none.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [Attack("TL-06")]
    public async Task Sessions_of_clients_with_certificates_are_not_resumed(SslProtocols version)
    {
        using X509Certificate2 client = TestCertificates.IssueToClient("anna");
        int judged = 0;
        await using SecureServer server = await StartAsync(Ours(validate: _ => Interlocked.Increment(ref judged) > 0));
        SslClientAuthenticationOptions options = TlsPair.ClientOptions(protocols: version, certificate: client);
        for (int round = 1; round <= 3; round++)
        {
            await using Connection connection = await server.ConnectAsync();
            await using TlsConnection secured = await TlsConnection.ConnectAsync(connection, options, Cancelled);
            Assert.Equal("anna", (await new RawClient(secured).AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).Text);
            Assert.Equal(round, Volatile.Read(ref judged));
        }
    }

    [Fact]
    public void There_is_no_way_to_trust_everybody()
    {
        Assert.ThrowsAny<ArgumentException>(() => new ClientCertificates(new X509Certificate2Collection()));
        Assert.Throws<InvalidOperationException>(
            () => Certificate.FromCallback(static _ => null).WithClientCertificates(Ours()));
    }

    private static Task<SecureServer> StartAsync(ClientCertificates clients) =>
        SecureServer.StartAsync(NameAsync, TestCertificates.Local.WithClientCertificates(clients));

    private static ValueTask NameAsync(HttpExchange exchange) => exchange.Response.WriteAsync(
        exchange.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "nobody");

    private static async Task ExpectRefusedAsync(SecureServer server, X509Certificate2? certificate, SslProtocols version)
    {
        // In TLS 1.3 the client has finished before it is judged, and learns of it when it receives.
        Exception? failure = await Record.ExceptionAsync(() => server.GetAsync(certificate: certificate, protocols: version));
        Assert.True(failure is IOException or AuthenticationException, $"{failure}");
    }
}
