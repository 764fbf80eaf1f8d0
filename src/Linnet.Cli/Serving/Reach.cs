// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>By which addresses other machines reach this one.</summary>
internal static class Reach
{
    /// <summary>
    /// The addresses of networks that are up, those that are easy to type first. None of loopback, none that needs a zone.
    /// </summary>
    public static IReadOnlyList<IPAddress> OfThisMachine() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(static network => network.OperationalStatus == OperationalStatus.Up
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static each => each.Address)
            .Where(static address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .OrderBy(static address => address.AddressFamily != AddressFamily.InterNetwork),
    ];
}
