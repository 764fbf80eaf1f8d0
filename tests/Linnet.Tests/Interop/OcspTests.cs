// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.Tests.Tls;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>What an authority says of a certificate, handed on in the handshake (RFC 6066 §8).</summary>
public sealed class OcspTests
{
    private static readonly X509Certificate2Collection Authorities = [TestCertificates.Authority];

    [Fact]
    [Rfc("6066", "8")]
    public async Task The_word_of_the_authority_is_handed_on_once_it_is_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The base library staples on Linux; elsewhere the system does.");
        await using OcspResponder responder = await OcspResponder.StartAsync();
        using X509Certificate2 leaf = TestCertificates.IssueAskable(responder.Address);
        responder.Know(leaf);
        Certificate certificate = Certificate.From(leaf, Authorities).WithOcspStapling();
        await using SecureServer server = await SecureServer.StartAsync(new EchoHandler().EchoAsync, certificate);
        string told = "";
        for (int attempt = 0; attempt < 60 && !told.Contains("OCSP Response Status: successful", StringComparison.Ordinal); attempt++)
        {
            told = await AskAsync(server);
            await Eventually.TrueAsync(() => responder.Asked > 0);
        }

        Assert.Contains("OCSP Response Status: successful", told, StringComparison.Ordinal);
        Assert.Contains("Cert Status: good", told, StringComparison.Ordinal);

        // It is asked once, and again only when its word grows old.
        Assert.Equal(1, responder.Asked);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_waited_for_by_nobody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The base library staples on Linux; elsewhere the system does.");
        await using OcspResponder responder = await OcspResponder.StartAsync(isSilent: true);
        using X509Certificate2 leaf = TestCertificates.IssueAskable(responder.Address);
        Certificate certificate = Certificate.From(leaf, Authorities).WithOcspStapling();
        await using SecureServer server = await SecureServer.StartAsync(new EchoHandler().EchoAsync, certificate);
        Assert.Equal(200, (await server.GetAsync()).Status);
        await Eventually.TrueAsync(() => responder.Asked > 0);
        Assert.Equal(200, (await server.GetAsync()).Status);
        Assert.Contains("OCSP response: no response sent", await AskAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_unless_that_is_wanted()
    {
        await using OcspResponder responder = await OcspResponder.StartAsync();
        using X509Certificate2 leaf = TestCertificates.IssueAskable(responder.Address);
        await using SecureServer server =
            await SecureServer.StartAsync(new EchoHandler().EchoAsync, Certificate.From(leaf, Authorities));
        Assert.Contains("OCSP response: no response sent", await AskAsync(server), StringComparison.Ordinal);
        Assert.Equal(200, (await server.GetAsync()).Status);
        Assert.Equal(0, responder.Asked);
    }

    private static Task<string> AskAsync(SecureServer server) => ForeignProgram.RunWithInputAsync(
        ForeignProgram.Find("openssl"),
        "Q\n",
        "s_client", "-status", "-connect", string.Create(CultureInfo.InvariantCulture, $"{server.EndPoint}"), "-servername", "localhost");
}
