// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Linnet.Tls;

namespace Linnet.Tests.Tls;

/// <summary>An authority of the tests' own, and what it has issued. Made once; nothing of it leaves the process.</summary>
internal static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> LazyAuthority = new(MakeAuthority);
    private static readonly Lazy<X509Certificate2> LazyLocal = new(() => Issue("localhost", "127.0.0.1"));

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The authority.</summary>
    public static X509Certificate2 Authority => LazyAuthority.Value;

    /// <summary>For this machine.</summary>
    public static Certificate Local => Certificate.From(LazyLocal.Value);

    /// <summary>A certificate for names and addresses.</summary>
    public static X509Certificate2 Issue(params string[] names) => Issue(TimeSpan.FromDays(30), names);

    /// <summary>A certificate that lasts as long as it is said to, or has expired.</summary>
    public static X509Certificate2 Issue(TimeSpan lasts, params string[] names)
    {
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (System.Net.IPAddress.TryParse(name, out System.Net.IPAddress? address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return Sign($"CN={names[0]}", lasts, "1.3.6.1.5.5.7.3.1", alternatives.Build());
    }

    /// <summary>A certificate for this machine that says whom to ask whether it has been revoked.</summary>
    public static X509Certificate2 IssueAskable(string responder)
    {
        SubjectAlternativeNameBuilder alternatives = new();
        alternatives.AddDnsName("localhost");
        X509AuthorityInformationAccessExtension access = new([responder], []);
        return Sign("CN=localhost", TimeSpan.FromDays(30), "1.3.6.1.5.5.7.3.1", alternatives.Build(), access);
    }

    /// <summary>A client's certificate.</summary>
    public static X509Certificate2 IssueToClient(string name, string usage = "1.3.6.1.5.5.7.3.2") =>
        Sign($"CN={name}", TimeSpan.FromDays(30), usage);

    /// <summary>A client's certificate that its owner has issued to himself.</summary>
    public static X509Certificate2 SelfIssued(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        return Kept(request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1)));
    }

    /// <summary>Writes a certificate and its key as two PEM files into a folder.</summary>
    public static (string Certificate, string Key) WritePem(this X509Certificate2 certificate, string folder)
    {
        string certificatePath = Path.Combine(folder, "cert.pem");
        string keyPath = Path.Combine(folder, "key.pem");
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        return (certificatePath, keyPath);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Linnet's tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Now.AddDays(-400), Now.AddDays(400));
    }

    private static X509Certificate2 Sign(string subject, TimeSpan lasts, string usage, params X509Extension[] extensions)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        foreach (X509Extension extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        byte[] serial = RandomNumberGenerator.GetBytes(12);
        serial[0] &= 0x7f;
        DateTimeOffset end = Now + lasts;
        using X509Certificate2 issued = request.Create(Authority, Now.AddDays(-200), end, serial);
        using X509Certificate2 complete = issued.CopyWithPrivateKey(key);
        return Kept(complete);
    }

    // Windows serves only with keys that have been in a container.
    private static X509Certificate2 Kept(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(
            certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}
