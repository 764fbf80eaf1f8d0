// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// The peers whose word is taken for something, such as for whom a proxy connects: by network, and Unix sockets when said
/// so. Nobody unless named. Immutable.
/// </summary>
/// <example>
/// <code>
/// new TrustedPeers(IPNetwork.Parse("10.0.0.0/28"), IPNetwork.Parse("::1/128")) { IncludesUnixSockets = true }
/// </code>
/// </example>
public sealed class TrustedPeers
{
    private const int MappedPrefixLength = 96;

    private readonly IPNetwork[] _networks;

    /// <summary>The peers in these networks; a single address is a network of 32 or 128 bits.</summary>
    public TrustedPeers(params IEnumerable<IPNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        _networks = [.. networks];
        for (int i = 0; i < _networks.Length; i++)
        {
            _networks[i] = Plain(_networks[i]);
        }
    }

    private TrustedPeers() => _networks = [];

    /// <summary>Nobody.</summary>
    internal static TrustedPeers None { get; } = new();

    /// <summary>
    /// Whether those who connect to a Unix socket of the server are among them. Who can is up to the permissions of the
    /// socket's file.
    /// </summary>
    public bool IncludesUnixSockets { get; init; }

    /// <summary>True when nobody is among them.</summary>
    internal bool IsEmpty => _networks.Length == 0 && !IncludesUnixSockets;

    /// <summary>Whether an address is among them. An IPv4 address that is mapped into IPv6 is the IPv4 address.</summary>
    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the other side of a connection is among them; one without an address never is.</summary>
    internal bool Contains(EndPoint? remote) => remote switch
    {
        IPEndPoint internet => Contains(internet.Address),
        UnixDomainSocketEndPoint => IncludesUnixSockets,
        _ => false,
    };

    private static IPNetwork Plain(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefixLength
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefixLength)
            : network;
}
