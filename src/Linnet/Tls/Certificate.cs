// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Linnet.Sockets;

namespace Linnet.Tls;

/// <summary>
/// A certificate and its key, by which a server shows who it is. Files are looked at again every few seconds while clients
/// connect: a new certificate is used from the next handshake on, and one that cannot be used leaves the old one in use
/// (<c>HttpServerOptions.CertificateReloadFailed</c> is told). Immutable otherwise; may serve any number of servers.
/// </summary>
/// <example>
/// <code>
/// await using HttpServer server = new("https://*:8443", Certificate.FromPem("cert.pem", "key.pem"));
/// </code>
/// </example>
public sealed class Certificate
{
    private readonly CertificateSource? _source;
    private readonly Func<string, Certificate?>? _choose;

    // TLS, reached through an object that only a program with a certificate makes: in one without, compiled ahead of time,
    // there is none of it. It is half of such a program's size.
    private readonly Func<Connection, TlsSettings, Connection> _secure =
        static (connection, settings) => new TlsConnection(connection, settings);

    private readonly bool _isStapled;
    private ServedCertificate? _served;

    private Certificate(
        CertificateSource? source, Func<string, Certificate?>? choose, ClientCertificates? clients, bool isStapled = false)
    {
        _source = source;
        _choose = choose;
        Clients = clients;
        _isStapled = isStapled;
    }

    /// <summary>
    /// The names that the certificate is for, which is what a client's SNI is compared with; empty for
    /// <see cref="FromCallback"/>.
    /// </summary>
    public IReadOnlyList<string> Names => _source?.Current.Names ?? [];

    /// <summary>When it expires; the end of time for <see cref="FromCallback"/>.</summary>
    public DateTimeOffset ExpiresAt => _source?.Current.ExpiresAt ?? DateTimeOffset.MaxValue;

    /// <summary>What is asked of clients; null for nothing.</summary>
    internal ClientCertificates? Clients { get; }

    /// <summary>True when a callback chooses for each client.</summary>
    internal bool IsChosen => _choose is not null;

    /// <summary>A certificate in PEM, with those between it and its authority behind it, and its key in PEM.</summary>
    /// <param name="certificatePath">The file of the certificate.</param>
    /// <param name="keyPath">The file of the key; null when it is in the certificate's file.</param>
    /// <param name="password">What the key is encrypted with; null when it is not.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">They hold no certificate with its key.</exception>
    public static Certificate FromPem(string certificatePath, string? keyPath = null, string? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificatePath);
        string key = keyPath ?? certificatePath;
        return new Certificate(
            new CertificateSource(() => LoadedCertificate.FromPem(certificatePath, key, password), certificatePath, key),
            null,
            null);
    }

    /// <summary>A certificate with its key in one PKCS #12 file (.pfx, .p12).</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate with its key, or the password is wrong.</exception>
    public static Certificate FromPfx(string path, string? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Certificate(new CertificateSource(() => LoadedCertificate.FromPfx(path, password), path), null, null);
    }

    /// <summary>The certificate of a store that has a key, is valid today and lasts longest.</summary>
    /// <param name="name">Its thumbprint, or a name that it is for.</param>
    /// <param name="store">The store.</param>
    /// <param name="location">Whose store.</param>
    /// <exception cref="CryptographicException">There is none.</exception>
    public static Certificate FromStore(
        string name, StoreName store = StoreName.My, StoreLocation location = StoreLocation.CurrentUser)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Certificate(
            new CertificateSource(() => LoadedCertificate.FromStore(name, store, location)), null, null);
    }

    /// <summary>A certificate with its key that the program has already. It stays the caller's, who keeps it undisposed.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="intermediates">Those between it and its authority.</param>
    /// <exception cref="CryptographicException">It has no key.</exception>
    public static Certificate From(X509Certificate2 certificate, X509Certificate2Collection? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        LoadedCertificate loaded = new(certificate, intermediates ?? []);
        return new Certificate(new CertificateSource(() => loaded), null, null);
    }

    /// <summary>Certificates that the program chooses as clients come, those of many customers for instance.</summary>
    /// <param name="choose">
    /// Gets the name that a client asks for, lower case and in punycode, empty when it says none. Gives the certificate, the
    /// same object for the same name as long as possible; null when there is none. Called by any thread.
    /// </param>
    public static Certificate FromCallback(Func<string, Certificate?> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        return new Certificate(null, choose, null);
    }

    /// <summary>The same certificate for clients who have to show, or may show, a certificate of their own.</summary>
    /// <exception cref="InvalidOperationException">The certificate is chosen by a callback: say it of those it gives.</exception>
    public Certificate WithClientCertificates(ClientCertificates clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        return _choose is null
            ? new Certificate(_source, null, clients, _isStapled)
            : throw new InvalidOperationException("Give the certificates that the callback returns their client certificates.");
    }

    /// <summary>
    /// The same certificate with the word of its authority that it has not been revoked (OCSP stapling, RFC 6066 §8), for
    /// authorities that give one; on Linux, elsewhere the system does it or nobody. The server then asks whom the certificate
    /// names, beside its work: nobody waits for the answer, and clients go without until it is there.
    /// </summary>
    /// <exception cref="InvalidOperationException">The certificate is chosen by a callback: say it of those it gives.</exception>
    public Certificate WithOcspStapling() => _choose is null
        ? new Certificate(_source, null, Clients, isStapled: true)
        : throw new InvalidOperationException("Say it of the certificates that the callback returns.");

    /// <summary>A connection that is to be secured, on the server's side.</summary>
    internal Connection Secure(Connection connection, TlsSettings settings) => _secure(connection, settings);

    /// <summary>True when it is for a name, or a wildcard, in the form of <see cref="ServerName"/>.</summary>
    internal bool IsFor(string name) => _source?.Current.IsFor(name) == true;

    /// <summary>The certificate that a callback chooses; null when it has none.</summary>
    internal Certificate? Choose(string name) => _choose?.Invoke(name);

    /// <summary>The certificate as it is to be served now, looked at again when that is due.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Told when what the files hold now cannot be used; must not throw.</param>
    internal ServedCertificate Serve(TimeProvider time, Action<Exception> failed)
    {
        CertificateSource source = _source ?? throw new InvalidOperationException("A callback chose another callback.");
        LoadedCertificate loaded = source.Renew(time, failed);
        ServedCertificate? served = _served;
        if (served is null || !ReferenceEquals(served.Loaded, loaded))
        {
            // Two clients at once may both make it; either is as good, and tickets of the other are only refused.
            _served = served = new ServedCertificate(loaded, Clients, _isStapled);
        }

        return served;
    }
}
