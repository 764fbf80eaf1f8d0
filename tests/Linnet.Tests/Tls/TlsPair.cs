// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Linnet.Tls;

namespace Linnet.Tests.Tls;

/// <summary>The two ends of one connection with TLS over it.</summary>
internal static class TlsPair
{
    public static TlsSettings Settings { get; } =
        new([TestCertificates.Local], System.TimeProvider.System, static _ => { });

    /// <summary>What a client asks for that knows the tests' authority.</summary>
    public static SslClientAuthenticationOptions ClientOptions(
        string host = "localhost", SslProtocols protocols = SslProtocols.None, X509Certificate2? certificate = null)
    {
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = host,
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(TestCertificates.Authority);
        if (certificate is not null)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        return options;
    }

    /// <summary>Secures a connection; the pair owns both ends.</summary>
    public static async Task<ConnectedPair> OverAsync(
        Connection client, Connection server, SslProtocols protocols = SslProtocols.None)
    {
        TlsConnection secured = new(server, Settings);
        ValueTask<HandshakeResult> shaking = secured.HandshakeAsync(CancellationToken.None);
        TlsConnection asking = await TlsConnection.ConnectAsync(client, ClientOptions(protocols: protocols));
        Xunit.Assert.Equal(HandshakeResult.Done, await shaking);
        return new ConnectedPair(asking, secured);
    }
}
