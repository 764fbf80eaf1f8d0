// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Net.Sockets;

namespace Linnet.Compare.Peers;

/// <summary>Where a server listens.</summary>
/// <param name="Plain">For HTTP.</param>
/// <param name="Secured">For HTTPS.</param>
internal readonly record struct Ports(int Plain, int Secured)
{
    /// <summary>What begins a path that is asked for over TLS.</summary>
    public const string OverTls = "https:";

    /// <summary>Two that are free.</summary>
    public static Ports Free()
    {
        using TcpListener plain = new(IPAddress.Loopback, 0);
        using TcpListener secured = new(IPAddress.Loopback, 0);
        plain.Start();
        secured.Start();
        return new Ports(((IPEndPoint)plain.LocalEndpoint).Port, ((IPEndPoint)secured.LocalEndpoint).Port);
    }

    /// <summary>The address of a path.</summary>
    public string AddressOf(string path) => path.StartsWith(OverTls, System.StringComparison.Ordinal)
        ? $"https://127.0.0.1:{Secured}{path[OverTls.Length..]}"
        : $"http://127.0.0.1:{Plain}{path}";
}
