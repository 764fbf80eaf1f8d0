// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Sockets;

namespace Linnet;

/// <summary>The addresses that an HTTP server can listen on.</summary>
internal static class HttpAddresses
{
    /// <summary>Reads them from text.</summary>
    /// <exception cref="FormatException">One of them is not an address to serve HTTP at.</exception>
    public static IReadOnlyList<EndpointAddress> Parse(IEnumerable<string> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        EndpointAddress[] parsed = [.. addresses.Select(ParseAddress)];
        ArgumentOutOfRangeException.ThrowIfZero(parsed.Length, nameof(addresses));
        return parsed;
    }

    private static EndpointAddress ParseAddress(string address)
    {
        EndpointAddress parsed = EndpointAddress.Parse(address, EndpointScheme.Http);
        StreamListener.Require(parsed);
        return parsed.Scheme == EndpointScheme.Http || parsed.IsUnix
            ? parsed
            : throw new FormatException($"'{address}' is not an address for HTTP. Write http://127.0.0.1:8080.");
    }
}
