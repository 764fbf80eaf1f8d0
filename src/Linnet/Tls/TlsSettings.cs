// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using Linnet.Sockets;

namespace Linnet.Tls;

/// <summary>What all TLS connections of one server share: the certificates, and the bound on a first message.</summary>
/// <param name="certificates">The certificates; the first is for clients who ask for none of them.</param>
/// <param name="time">The clock by which certificates expire and are looked at again.</param>
/// <param name="reloadFailed">Told when a certificate's files have changed to what cannot be used; must not throw.</param>
internal sealed class TlsSettings(
    IReadOnlyList<Certificate> certificates, TimeProvider time, Action<Exception> reloadFailed)
{
    /// <summary>Those of a client, who has no certificates of ours.</summary>
    public static TlsSettings OfClient { get; } = new([], TimeProvider.System, static _ => { });

    /// <summary>Bytes of a ClientHello.</summary>
    public int MaxClientHelloBytes { get; init; } = 16 * 1024;

    /// <summary>A listener whose connections are secured as this says.</summary>
    public IConnectionListener Secure(IConnectionListener listener) => new TlsListener(listener, this);

    /// <summary>A connection that is to be secured as this says.</summary>
    public Connection Secure(Connection connection) => certificates[0].Secure(connection, this);

    /// <summary>True when not all certificates ask the same of clients, or when that cannot be known.</summary>
    public bool HasSeveralPolicies { get; } =
        certificates.Any(certificate => certificate.IsChosen || !ReferenceEquals(certificate.Clients, certificates[0].Clients));

    /// <summary>
    /// The certificate for a name, in the form of <see cref="ServerName"/>: one that is for it, else one whose wildcard is,
    /// else one that a callback has, else the first. Null when the first is a callback that has none.
    /// </summary>
    public Certificate? TrySelect(string name) =>
        Named(name)
        ?? (ServerName.WildcardOf(name) is { } wildcard ? Named(wildcard) : null)
        ?? Chosen(name)
        ?? (certificates[0].IsChosen ? null : certificates[0]);

    /// <summary>True when a client that has shaken hands need not show more of itself to ask for this host.</summary>
    public bool HasSamePolicy(ServerHandshake handshake, string host) =>
        string.Equals(host, handshake.Name, StringComparison.Ordinal)
        || (TrySelect(host) is { } certificate && ReferenceEquals(certificate.Clients, handshake.Certificate?.Clients));

    /// <summary>What a handshake with a certificate is given.</summary>
    public SslServerAuthenticationOptions OptionsOf(Certificate certificate) => certificate.Serve(time, reloadFailed).Options;

    private Certificate? Named(string name)
    {
        foreach (Certificate certificate in certificates)
        {
            if (certificate.IsFor(name))
            {
                return certificate;
            }
        }

        return null;
    }

    private Certificate? Chosen(string name)
    {
        foreach (Certificate certificate in certificates)
        {
            if (certificate.Choose(name) is { } chosen)
            {
                return chosen;
            }
        }

        return null;
    }
}
