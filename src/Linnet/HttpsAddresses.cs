// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet;

/// <summary>Addresses with https, and the certificates that they need.</summary>
internal static class HttpsAddresses
{
    /// <summary>Refuses https without a certificate, and a certificate that nobody would be shown.</summary>
    /// <exception cref="InvalidOperationException">It is one of these; the message says what to write.</exception>
    public static void Require(IReadOnlyList<EndpointAddress> addresses, IReadOnlyList<Certificate> certificates)
    {
        EndpointAddress? secured = addresses.FirstOrDefault(address => address.Scheme == EndpointScheme.Https);
        if (secured is not null && certificates.Count == 0)
        {
            throw new InvalidOperationException(
                $"{secured} needs a certificate: new HttpServer(\"{secured}\", Certificate.FromPem(\"cert.pem\", \"key.pem\")).");
        }

        if (secured is null && certificates.Count > 0 && addresses.Count > 0)
        {
            throw new InvalidOperationException(
                $"There is a certificate, but {addresses[0]} is not an address for it: write https://.");
        }
    }

    /// <summary>What secured connections share; null when there are no certificates.</summary>
    public static TlsSettings? Settings(
        IReadOnlyList<Certificate> certificates,
        HttpServerOptions options,
        Action<Exception> reloadFailed) =>
        certificates.Count > 0
            ? new TlsSettings(certificates, options.TimeProvider, reloadFailed)
            {
                MaxClientHelloBytes = options.Limits.MaxClientHelloBytes,
            }
            : null;
}
