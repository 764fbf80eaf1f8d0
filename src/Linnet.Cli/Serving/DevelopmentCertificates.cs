// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Linnet.Cli.Serving;

/// <summary>Makes the certificates of a <see cref="DevelopmentAuthority"/>. Keeps nothing.</summary>
internal static class DevelopmentCertificates
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>Browsers of Apple's refuse what lasts longer.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(397);

    /// <summary>An authority that lasts ten years, with its key, in PEM.</summary>
    public static string MakeAuthority(string user, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedNameBuilder who = new();
        who.AddCommonName($"Linnet development authority of {user}");
        CertificateRequest request = new(who.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>A server's certificate for names and addresses, with its key.</summary>
    public static X509Certificate2 Issue(X509Certificate2 authority, IEnumerable<string> names, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Linnet on this machine", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ForServers)], false));
        request.CertificateExtensions.Add(Alternatives(names));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        DateTimeOffset last = new(authority.NotAfter);
        using X509Certificate2 issued =
            request.Create(authority, now.AddDays(-1), now + Lasts < last ? now + Lasts : last, serial);
        using X509Certificate2 complete = issued.CopyWithPrivateKey(key);

        // Windows serves only with a key that has been in a container.
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Extension Alternatives(IEnumerable<string> names)
    {
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return alternatives.Build();
    }
}
