// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Security.Cryptography.X509Certificates;

namespace Linnet.Tls;

/// <summary>
/// What a server asks of its clients' certificates: whether they need one, and which are good. One that is not good ends the
/// handshake, needed or not. Sessions of such clients are not resumed, so that each connection has shown its own.
/// </summary>
public sealed class ClientCertificates
{
    /// <summary>Certificates that these authorities have issued, directly or not, for clients.</summary>
    /// <param name="authorities">The authorities' own certificates. The system's are not trusted besides.</param>
    public ClientCertificates(X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        ArgumentOutOfRangeException.ThrowIfZero(authorities.Count, nameof(authorities));
        Authorities = authorities;
    }

    /// <summary>Certificates that a callback knows, by thumbprint for instance, whoever has issued them.</summary>
    /// <param name="validate">True for a good one. Called by any thread. What it throws ends the handshake.</param>
    public ClientCertificates(Func<X509Certificate2, bool> validate)
    {
        ArgumentNullException.ThrowIfNull(validate);
        Validate = validate;
    }

    /// <summary>Whether a client without a certificate is refused, as it is unless set to false.</summary>
    public bool AreRequired { get; init; } = true;

    /// <summary>Looks at a certificate that the authorities have issued; true for a good one. All are unless set.</summary>
    public Func<X509Certificate2, bool>? Validate { get; init; }

    /// <summary>Who may have issued them; null for anyone.</summary>
    internal X509Certificate2Collection? Authorities { get; }
}
