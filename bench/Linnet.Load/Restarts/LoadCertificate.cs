// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Linnet.Tls;

namespace Linnet.Load.Restarts;

/// <summary>A certificate that nobody has issued, and clients that are content with it.</summary>
internal static class LoadCertificate
{
    private const string Subject = "CN=localhost";

    /// <summary>What clients of a server with such a certificate want.</summary>
    public static SslClientAuthenticationOptions ClientOptions { get; } = new()
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.Subject == Subject,
    };

    /// <summary>A new one.</summary>
    public static Certificate Create()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(Subject, key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return Certificate.From(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)));
    }
}
