// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace Linnet.Tls;

/// <summary>
/// A loaded certificate as the base library serves it, with what is asked of clients. Tickets of resumed sessions belong to
/// the context in here, so they are good for one certificate under one policy only.
/// </summary>
internal sealed class ServedCertificate
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly ClientCertificates? _clients;
    private volatile SslServerAuthenticationOptions _options;

    /// <summary>Makes what the base library needs, once for all connections.</summary>
    public ServedCertificate(LoadedCertificate loaded, ClientCertificates? clients, bool isStapled)
    {
        Loaded = loaded;
        _clients = clients;

        // Offline: starting a server must not depend on somebody else's.
        _options = OptionsWith(offline: true, allowResume: !isStapled);
        if (isStapled)
        {
            // Making the other may fetch what is missing between certificate and authority, and begins to ask that one.
            ThreadPool.UnsafeQueueUserWorkItem(static served => served.BeginStapling(), this, preferLocal: false);
        }
    }

    /// <summary>The certificate.</summary>
    public LoadedCertificate Loaded { get; }

    /// <summary>What a handshake is given.</summary>
    public SslServerAuthenticationOptions Options => _options;

    private void BeginStapling()
    {
        try
        {
            _options = OptionsWith(offline: false, allowResume: true);
        }
        catch (CryptographicException)
        {
            // No chain, so nobody to ask: clients go without.
        }
    }

    private SslServerAuthenticationOptions OptionsWith(bool offline, bool allowResume)
    {
        ClientCertificates? clients = _clients;
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext =
                SslStreamCertificateContext.Create(Loaded.Leaf, Loaded.Intermediates, offline),

            // RFC 9325 §3.1.1: nothing older, whatever the system allows. §3.3, §3.5: no compression, which the base library
            // never does, and no renegotiation.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,

            // RFC 7301 §3.2: who offers only other protocols is refused, and cannot be made to read HTTP as one of them.
            ApplicationProtocols = [SslApplicationProtocol.Http11],

            // A resumed session shows no certificate anew (CVE-2025-23419 is about a server that let it pass).
            // Nor is one before there can be a staple: the base library keeps OpenSSL's context of resumable sessions by
            // thumbprint, and one that was begun without a staple stays without.
            AllowTlsResume = allowResume && clients is null,
            ClientCertificateRequired = clients is not null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (clients is not null)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsGood(certificate, errors);
            options.CertificateChainPolicy = Policy(clients);
        }

        return options;
    }

    private static X509ChainPolicy Policy(ClientCertificates clients)
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,

            // What a client's certificate names is not fetched: the client would choose where this server connects to.
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (clients.Authorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    private bool IsGood(X509Certificate? shown, SslPolicyErrors errors)
    {
        if (_clients is null || shown is not X509Certificate2 certificate)
        {
            return _clients?.AreRequired == false && shown is null;
        }

        return (_clients.Authorities is null || errors == SslPolicyErrors.None)
            && _clients.Validate?.Invoke(certificate) != false;
    }
}
