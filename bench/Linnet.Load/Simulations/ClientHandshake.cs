// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Load.Simulations;

/// <summary>A client's part in a TLS handshake, and the certificate that it is shown.</summary>
internal static class ClientHandshake
{
    /// <summary>The server's. RSA, whose signatures are all of one length, so that a seed gives messages of the same lengths.</summary>
    public static Certificate Certificate { get; } = CreateCertificate();

    /// <summary>Shakes hands.</summary>
    public static async Task<Connection> RunAsync(Connection connection, CancellationToken patience) =>
        await TlsConnection.ConnectAsync(
            connection,
            new SslClientAuthenticationOptions
            {
                TargetHost = "a",
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            },
            patience);

    private static Certificate CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=a", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Certificate.From(request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000)));
    }
}
