// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

using Linnet.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>
/// Which hosts a server answers for. What is served on loopback is meant for this machine alone, but any web page that
/// is open on it can have its own name resolve to 127.0.0.1 and then read the answers as its own (DNS rebinding). So a
/// server on loopback alone answers for the names of loopback, and for names it was given (attack HD-06).
/// </summary>
internal static class AllowedHosts
{
    private static readonly string[] LoopbackHosts = ["localhost", "*.localhost", "127.0.0.1", "[::1]"];

    /// <summary>The hosts to answer for when listening at these addresses; none means every host.</summary>
    /// <param name="addresses">Where the server listens.</param>
    /// <param name="named">Names that were given besides.</param>
    public static IReadOnlyList<string> For(IReadOnlyList<string> addresses, IReadOnlyList<string> named)
    {
        string[] hosts = [.. addresses.Select(HostOf)];

        return hosts.All(IsLoopback)
            ? [.. LoopbackHosts.Concat(hosts.Select(Bracketed)).Concat(named).Distinct(StringComparer.OrdinalIgnoreCase)]
            : named;
    }

    // Where inherited listeners are is not known before they are opened.
    // Behind a Unix socket is often a proxy, which passes on the names that its own clients use.
    private static string HostOf(string address)
    {
        var parsed = EndpointAddress.Parse(address, EndpointScheme.Http);
        return parsed.IsUnix || parsed.IsInherited ? "" : parsed.Host;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static string Bracketed(string host) =>
        host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
}
