// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Linnet.Tls;

/// <summary>A certificate with its key in memory, and those between it and its authority. Immutable.</summary>
/// <remarks>
/// Certificates that a reload has replaced are left to the collector: sessions still use them, and nobody counts those.
/// </remarks>
internal sealed class LoadedCertificate
{
    private readonly FrozenSet<string> _names;

    /// <summary>Takes what there is.</summary>
    /// <exception cref="CryptographicException">The certificate has no key.</exception>
    public LoadedCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        if (!leaf.HasPrivateKey)
        {
            throw new CryptographicException(
                $"The certificate '{leaf.Subject}' comes without its private key. Give the key's file too, or a .pfx with both.");
        }

        Leaf = leaf;
        Intermediates = intermediates;
        ExpiresAt = new DateTimeOffset(leaf.NotAfter);
        Names = [.. NamesOf(leaf)];
        _names = Names.Select(ServerNameOrWildcard).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Those between it and its authority.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The names that it is for.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True when it is for a name, or a wildcard, in the form of <see cref="ServerName"/>.</summary>
    public bool IsFor(string name) => _names.Contains(name);

    /// <summary>Reads PEM files.</summary>
    public static LoadedCertificate FromPem(string certificatePath, string keyPath, string? password)
    {
        X509Certificate2 leaf = password is null
            ? X509Certificate2.CreateFromPemFile(certificatePath, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(certificatePath, password, keyPath);
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(certificatePath);
        return new LoadedCertificate(Usable(leaf), Without(all, leaf));
    }

    /// <summary>Reads a PKCS #12 file.</summary>
    public static LoadedCertificate FromPfx(string path, string? password)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        X509Certificate2 leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException($"There is no certificate with its private key in {path}.");
        return new LoadedCertificate(leaf, Without(all, leaf));
    }

    /// <summary>Finds one in a store.</summary>
    public static LoadedCertificate FromStore(string name, StoreName storeName, StoreLocation location)
    {
        DateTime now = TimeProvider.System.GetLocalNow().DateTime;
        using X509Store store = new(storeName, location);
        store.Open(OpenFlags.ReadOnly);
        X509Certificate2 leaf = store.Certificates
            .Where(certificate => certificate.HasPrivateKey && certificate.NotAfter > now && IsNamed(certificate, name))
            .MaxBy(certificate => certificate.NotAfter)
            ?? throw new CryptographicException(
                $"There is no certificate for '{name}' with its private key, valid today, in {location}/{storeName}.");
        return new LoadedCertificate(leaf, []);
    }

    private static bool IsNamed(X509Certificate2 certificate, string name) =>
        certificate.Thumbprint.Equals(name, StringComparison.OrdinalIgnoreCase)
        || NamesOf(certificate).Contains(name, StringComparer.OrdinalIgnoreCase);

    // RFC 9525 §2: the common name is no name of a server. It still counts where there is no other.
    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names =
            certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null
            ? [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => $"{address}"));
    }

    private static string ServerNameOrWildcard(string name) =>
        name.StartsWith("*.", StringComparison.Ordinal) ? "*." + ServerName.Normal(name[2..]) : ServerName.Normal(name);

    private static X509Certificate2Collection Without(X509Certificate2Collection all, X509Certificate2 leaf) =>
        [.. all.Where(certificate => !certificate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))];

    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows cannot serve with a key that has never been in a container.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
