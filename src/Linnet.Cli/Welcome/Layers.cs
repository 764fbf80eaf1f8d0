// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Cli.Welcome;

/// <summary>Says in words what the end points of a connection tell about the layers below HTTP.</summary>
internal static class Layers
{
    /// <summary>Which addresses, and how far apart they are.</summary>
    public static Layer Network(EndPoint? visitor, EndPoint? server)
    {
        if (visitor is not IPEndPoint from || server is not IPEndPoint to)
        {
            return new Layer(
                "none was needed",
                "this machine",
                "this machine",
                "A Unix domain socket joins two programs on one machine: there are no addresses and no packets.");
        }

        IPAddress fromAddress = Plain(from.Address);
        IPAddress toAddress = Plain(to.Address);

        return new Layer(
            toAddress.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
            fromAddress.ToString(),
            toAddress.ToString(),
            Distance(toAddress));
    }

    /// <summary>Which ports, or which file.</summary>
    public static Layer Transport(EndPoint? visitor, EndPoint? server)
    {
        if (visitor is not IPEndPoint from || server is not IPEndPoint to)
        {
            return new Layer(
                "Unix domain socket",
                "no name",
                server?.ToString() ?? "no name",
                "A file name, or an abstract name, takes the place of the port. Bytes arrive whole and in order.");
        }

        string fromPort = from.Port.ToString(CultureInfo.InvariantCulture);
        string toPort = to.Port.ToString(CultureInfo.InvariantCulture);

        return new Layer(
            "TCP",
            $"port {fromPort}",
            $"port {toPort}",
            $"Your system picked {fromPort} for this one connection; the server was waiting at {toPort}. TCP hands on "
            + "bytes, complete and in order. Where one request ends and the next begins is not its business.");
    }

    private static string Distance(IPAddress server)
    {
        if (IPAddress.IsLoopback(server))
        {
            return $"{server} is loopback: it leads back to the machine it is used on. These bytes never left yours, and "
                + "nobody on the network can reach the server at this address.";
        }

        if (server.IsIPv6LinkLocal || server.ToString().StartsWith("169.254.", StringComparison.Ordinal))
        {
            return "A link-local address reaches as far as the cable or the wireless network; no router passes it on.";
        }

        return IsPrivate(server)
            ? "A private address, such as those at home or in an office: known in this network, unknown outside."
            : "Routers passed packets from one address to the other, without looking at what is in them.";
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6UniqueLocal;
        }

        byte[] bytes = address.GetAddressBytes();
        return bytes is [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..];
    }

    // A socket for both families writes an IPv4 address as ::ffff:127.0.0.1; the packets on the wire are IPv4.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
