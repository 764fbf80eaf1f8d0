// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet;

/// <summary>The addresses that an HTTP server can listen on.</summary>
internal sealed class HttpAddresses
{
    private HttpAddresses(IReadOnlyList<EndpointAddress> all) => All = all;

    /// <summary>The addresses.</summary>
    public IReadOnlyList<EndpointAddress> All { get; }

    /// <summary>The certificate that was given with them, which comes before those of the options.</summary>
    public Certificate? Certificate { get; private set; }

    /// <summary>Reads them from text.</summary>
    /// <exception cref="FormatException">One of them is not an address to serve HTTP at.</exception>
    public static HttpAddresses Parse(IEnumerable<string> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return new HttpAddresses([.. addresses.Select(ParseAddress)]);
    }

    /// <summary>Gives the certificate that goes with them.</summary>
    public void Add(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Certificate = certificate;
    }

    private static EndpointAddress ParseAddress(string address)
    {
        EndpointAddress parsed = EndpointAddress.Parse(address, EndpointScheme.Http);
        StreamListener.Require(parsed);
        return parsed.Scheme is EndpointScheme.Http or EndpointScheme.Https || parsed.IsUnix
            ? parsed
            : throw new FormatException($"'{address}' is not an address for HTTP. Write http://127.0.0.1:8080.");
    }
}
