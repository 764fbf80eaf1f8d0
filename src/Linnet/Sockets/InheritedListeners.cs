// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// From descriptors that the process was given to sockets that listen. What is none is refused in words, before anything is
/// accepted. No process that this one starts inherits them by accident.
/// </summary>
internal static class InheritedListeners
{
    /// <summary>The least number of a descriptor that can have been passed on: standard input, output and error come first.</summary>
    public const int LeastNumber = 3;

    /// <summary>
    /// Refuses addresses that share sockets: each client would be accepted at one of them, now this and now that, and with http
    /// beside https be spoken to in the wrong one.
    /// </summary>
    /// <exception cref="EndpointException">Two of them do.</exception>
    public static void RequireApart(IReadOnlyList<EndpointAddress> addresses)
    {
        List<EndpointAddress> before = [];
        foreach (EndpointAddress address in addresses.Where(one => one.IsInherited))
        {
            if (before.Find(one => one.Host is ListenVariables.All || address.Host is ListenVariables.All
                || string.Equals(one.Host, address.Host, StringComparison.Ordinal)) is { } other)
            {
                throw Refused(
                    address,
                    $"it would share sockets with {other}, and each belongs to one address. Write each name once, and names "
                    + $"instead of '{ListenVariables.All}' where there are several addresses.");
            }

            before.Add(address);
        }
    }

    /// <summary>
    /// Listens on what systemd calls by the address's name. The descriptors stay open, and each start has copies of its own, so
    /// that a server that was stopped can be started again.
    /// </summary>
    /// <exception cref="EndpointException">There are none, or one of them cannot be listened on.</exception>
    /// <exception cref="SocketException">The process has no descriptor left for a copy.</exception>
    public static IReadOnlyList<ListeningSocket> Open(EndpointAddress address)
    {
        var given = ListenVariables.OfThisProcess();
        foreach (PassedDescriptor one in given.Find(ListenVariables.All, Environment.ProcessId, out _))
        {
            // As sd_listen_fds(3) does: those that no address asks for are not for a program that this one starts either.
            TryCloseOnExec(one.Number);
        }

        IReadOnlyList<PassedDescriptor> found = given.Find(address.Host, Environment.ProcessId, out string? error);
        return error is null ? Open(address, found) : throw Refused(address, error);
    }

    /// <summary>Listens on copies of descriptors.</summary>
    /// <exception cref="EndpointException">One of them cannot be listened on.</exception>
    /// <exception cref="SocketException">The process has no descriptor left for a copy.</exception>
    public static IReadOnlyList<ListeningSocket> Open(EndpointAddress address, IReadOnlyList<PassedDescriptor> found)
    {
        List<ListeningSocket> opened = [];
        try
        {
            foreach (PassedDescriptor one in found)
            {
                if (!TryCloseOnExec(one.Number))
                {
                    throw Refused(
                        address, $"descriptor {Shown(one)} is not open. Whoever starts the program has to pass it on.");
                }

                opened.Add(Take(address, one, LinuxDescriptor.Copy(one.Number)));
            }

            return opened;
        }
        catch
        {
            opened.ForEach(one => one.Dispose());
            throw;
        }
    }

    /// <summary>Has no process inherit a descriptor that is started from now on; false when there is none of that number.</summary>
    public static bool TryCloseOnExec(int number) =>
        number >= LeastNumber
        && LinuxSocketCalls.Control(
            number, LinuxSocketCalls.SetDescriptorFlags, LinuxSocketCalls.DescriptorCloseOnExec) == 0;

    /// <summary>Listens on a descriptor, which is the socket's from now on.</summary>
    /// <exception cref="EndpointException">It cannot be listened on.</exception>
    private static ListeningSocket Take(EndpointAddress address, PassedDescriptor from, LinuxDescriptor descriptor)
    {
        // Takes whatever has a number; what it is, it says afterwards.
        SafeSocketHandle handle = new(descriptor.Release(), ownsHandle: true);
        Socket? socket = null;
        try
        {
            socket = new Socket(handle);
            return new ListeningSocket(socket, Require(address, from, socket));
        }
        catch
        {
            socket?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    private static EndPoint Require(EndpointAddress address, PassedDescriptor from, Socket socket)
    {
        if (socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 or AddressFamily.Unix)
            || socket.SocketType != SocketType.Stream)
        {
            throw Refused(
                address,
                $"descriptor {Shown(from)} is not a stream socket of TCP or Unix. Write ListenStream= in the systemd socket unit.");
        }

        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is not (int and not 0))
        {
            throw Refused(
                address,
                $"descriptor {Shown(from)} does not listen: it is a connection, or only bound. Write Accept=no in the systemd "
                + "socket unit.");
        }

        return socket.LocalEndPoint ?? throw Refused(address, $"descriptor {Shown(from)} has no address. Bind it first.");
    }

    private static string Shown(PassedDescriptor from) => FormattableString.Invariant($"{from.Number} ('{from.Name}')");

    private static EndpointException Refused(EndpointAddress address, string reason) =>
        new(address, SocketError.InvalidArgument, $"Cannot listen on {address}: {reason}", inner: null);
}
