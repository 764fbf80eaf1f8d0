// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Linnet.Load.Reload;

/// <summary>
/// A folder with a certificate and its key, as somebody keeps it who renews them carelessly: file by file and in place, now and
/// then a broken one. Knows which it has written whole.
/// </summary>
internal sealed class RenewedFolder
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linnet-");
    private readonly ConcurrentDictionary<string, bool> _whole = new(StringComparer.Ordinal);

    /// <summary>Makes the folder, with a certificate that is whole.</summary>
    public RenewedFolder() => Renew();

    /// <summary>The certificate's file.</summary>
    public string CertificatePath => Path.Combine(_folder.FullName, "cert.pem");

    /// <summary>The key's file.</summary>
    public string KeyPath => Path.Combine(_folder.FullName, "key.pem");

    /// <summary>True for a certificate that was once here together with its key.</summary>
    public bool HasHeld(string thumbprint) => _whole.ContainsKey(thumbprint);

    /// <summary>Replaces both by what belongs together.</summary>
    public void Renew()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Issue(key);

        // Known before it can be seen.
        _whole[certificate.Thumbprint] = true;
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Replaces one or both by what nobody can serve; each number is another way.</summary>
    public void Break(int way)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Issue(key);
        switch (way % 4)
        {
            case 0:
                File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
                break;
            case 1:
                File.WriteAllText(CertificatePath, certificate.ExportCertificatePem()[..200]);
                break;
            case 2:
                File.WriteAllText(KeyPath, "");
                break;
            default:
                File.Delete(KeyPath);
                break;
        }
    }

    /// <summary>Deletes the folder.</summary>
    public void Delete() => _folder.Delete(recursive: true);

    private static X509Certificate2 Issue(ECDsa key)
    {
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
