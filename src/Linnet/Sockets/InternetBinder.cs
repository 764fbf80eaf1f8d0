// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// Binds the sockets behind one written internet address: one for an address or <c>*</c>, two on one port for
/// <c>localhost</c>. All of them or none: what was opened before a failure is closed again.
/// </summary>
internal static class InternetBinder
{
    /// <summary>
    /// How often to look for a port that is free in both families. The second family's port is taken so rarely
    /// that two tries nearly always do.
    /// </summary>
    private const int FreePortTries = 16;

    /// <summary>Opens listening TCP sockets.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    /// <exception cref="EndpointException">The address names a network interface that does not exist.</exception>
    public static IReadOnlyList<BoundSocket> Listen(EndpointAddress address, int backlog)
    {
        return Open(address, endPoint =>
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            return Bind(socket, address, endPoint, backlog);
        });
    }

    /// <summary>Opens bound UDP sockets.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    /// <exception cref="EndpointException">The address names a network interface that does not exist.</exception>
    public static IReadOnlyList<BoundSocket> BindDatagram(EndpointAddress address)
    {
        return Open(address, endPoint =>
        {
            var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            return Bind(socket, address, endPoint, backlog: null);
        });
    }

    /// <summary>The written IP address, with its zone looked up among this machine's interfaces.</summary>
    /// <exception cref="EndpointException">There is no such interface.</exception>
    public static IPAddress AddressOf(EndpointAddress address)
    {
        IPAddress written = address.Address
            ?? throw new ArgumentException($"{address} is not a written IP address.", nameof(address));
        int percent = address.Host.IndexOf('%', StringComparison.Ordinal);
        if (percent < 0)
        {
            return written;
        }

        // The base library resolves interface names here, and leaves the zone at 0 when there is none of that name.
        if (IPAddress.TryParse(address.Host, out IPAddress? zoned) && zoned.ScopeId != 0)
        {
            return zoned;
        }

        throw new EndpointException(
            address,
            SocketError.AddressNotAvailable,
            $"Cannot use {address}: this machine has no network interface '{address.Host[(percent + 1)..]}'. "
            + "Write the name of one that it has, as in [fe80::1%eth0]:8080.",
            inner: null);
    }

    /// <summary>
    /// Opens both loopback addresses on one port. A family this machine does not have is left out; containers often
    /// have no IPv6.
    /// </summary>
    internal static IReadOnlyList<BoundSocket> OpenLoopback(int port, Func<IPEndPoint, BoundSocket> open)
    {
        for (int tries = 1; ; tries++)
        {
            BoundSocket? four = OpenIfFamilyExists(new IPEndPoint(IPAddress.Loopback, port), open);
            try
            {
                int samePort = four is null ? port : four.EndPoint.Port;
                var other = new IPEndPoint(IPAddress.IPv6Loopback, samePort);
                BoundSocket? six = four is null ? open(other) : OpenIfFamilyExists(other, open);
                return (four, six) switch
                {
                    (null, null) => [],
                    (null, not null) => [six],
                    (not null, null) => [four],
                    (not null, not null) => [four, six],
                };
            }
            catch (SocketException failure) when (
                failure.SocketErrorCode == SocketError.AddressAlreadyInUse && port == 0 && tries < FreePortTries)
            {
                // The port that was free for IPv4 is not for IPv6: ask for another.
                four?.Dispose();
            }
            catch
            {
                four?.Dispose();
                throw;
            }
        }
    }

    private static IReadOnlyList<BoundSocket> Open(EndpointAddress address, Func<IPEndPoint, BoundSocket> open)
    {
        return address.Kind switch
        {
            EndpointKind.Loopback => OpenLoopback(address.Port, open),
            EndpointKind.Any => [open(EveryAddress(address.Port))],
            EndpointKind.Address => [open(new IPEndPoint(AddressOf(address), address.Port))],
            EndpointKind.Name or EndpointKind.UnixPath or EndpointKind.UnixAbstract or EndpointKind.Inherited =>
                throw new ArgumentException($"{address} is not an internet address to listen on.", nameof(address)),
        };
    }

    private static IPEndPoint EveryAddress(int port)
    {
        return new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port);
    }

    private static BoundSocket? OpenIfFamilyExists(IPEndPoint endPoint, Func<IPEndPoint, BoundSocket> open)
    {
        try
        {
            return open(endPoint);
        }
        catch (SocketException failure) when (
            failure.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            return null;
        }
    }

    private static BoundSocket Bind(Socket socket, EndpointAddress address, IPEndPoint endPoint, int? backlog)
    {
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // `[::]` is what it says, IPv6; `*` is both. The base library's default is IPv6 only, everywhere.
                socket.DualMode = address.Kind == EndpointKind.Any || endPoint.Address.IsIPv4MappedToIPv6;
            }

            if (OperatingSystem.IsWindows())
            {
                // Windows would otherwise let another program bind the same port and take the connections.
                socket.ExclusiveAddressUse = true;
            }

            // Elsewhere the base library sets SO_REUSEADDR on a TCP socket when it binds, so that a restart need not
            // wait for old connections to fade. SocketOptionName.ReuseAddress would be wrong: it sets SO_REUSEPORT
            // too, and two servers would share one port without knowing.
            socket.Bind(endPoint);
            if (backlog is int length)
            {
                socket.Listen(length);
            }

            return new BoundSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
