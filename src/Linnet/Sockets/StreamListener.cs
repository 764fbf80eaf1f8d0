// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>From one written address to the listeners behind it, TCP or Unix, with failures put into words.</summary>
internal static class StreamListener
{
    /// <summary>What <see cref="SocketTransport.Automatic"/> means here; set only by tests, which run over each.</summary>
    internal static SocketTransport Automatic { get; set; } =
        EventLoops.IsSupported ? SocketTransport.EventLoop : SocketTransport.Sockets;

    /// <summary>Opens the listeners: two for <c>localhost</c>, all of a name for inherited ones, one for everything else.</summary>
    /// <exception cref="EndpointException">The address cannot be listened on.</exception>
    public static IReadOnlyList<IConnectionListener> Listen(EndpointAddress address, SocketServerOptions options)
    {
        try
        {
            return OpenAll(Bind(address, options), options.Transport);
        }
        catch (SocketException failure)
        {
            throw ListenFailure.Explain(address, failure);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException || failure.GetType() == typeof(IOException))
        {
            // The file of a Unix socket could not be replaced or given its permissions.
            throw new EndpointException(
                address,
                SocketError.AccessDenied,
                $"Cannot listen on {address}: {failure.Message} Take a path in a folder that you may write to.",
                failure);
        }
    }

    private static IReadOnlyList<ListeningSocket> Bind(EndpointAddress address, SocketServerOptions options)
    {
        if (Predecessor.OfThisProcess?.Take(address) is { Count: > 0 } taken)
        {
            return taken;
        }

        if (address.IsInherited)
        {
            return InheritedListeners.Open(address);
        }

        if (address.IsUnix)
        {
            Socket socket = UnixListener.Listen(address, options.Backlog, options.UnixSocketMode);
            return [new ListeningSocket(socket, UnixListener.EndPointOf(address))];
        }

        return
        [
            .. InternetBinder.Listen(address, options.Backlog).Select(one => new ListeningSocket(one.Socket, one.EndPoint)),
        ];
    }

    /// <summary>Has sockets accepted from by a transport, which owns them: all of them or, after a failure, none.</summary>
    internal static IReadOnlyList<IConnectionListener> OpenAll(IReadOnlyList<ListeningSocket> sockets, SocketTransport transport)
    {
        var reserve = DescriptorReserve.OfThisProcess();
        var listeners = new List<IConnectionListener>(sockets.Count);
        try
        {
            foreach (ListeningSocket socket in sockets)
            {
                listeners.Add(Open(socket, reserve, transport));
            }
        }
        catch
        {
            // All or none: the process may be out of descriptors, and none of these may be lost.
            DisposeAll(listeners);
            DisposeAll(sockets);
            throw;
        }

        return listeners;
    }

    private static void DisposeAll(IEnumerable<IDisposable> opened)
    {
        foreach (IDisposable one in opened)
        {
            one.Dispose();
        }
    }

    private static IConnectionListener Open(ListeningSocket socket, DescriptorReserve reserve, SocketTransport transport)
    {
        transport = transport == SocketTransport.Automatic ? Automatic : transport;
        if (transport == SocketTransport.Sockets)
        {
            return new SocketListener(socket, reserve);
        }

        return EventLoops.IsSupported
            ? new LoopListener(socket, reserve)
            : throw new PlatformNotSupportedException("There is an event loop on Linux only, on x64 and arm64.");
    }

    /// <summary>Refuses what nobody can listen on for connections: a host name, or datagrams.</summary>
    /// <exception cref="FormatException">It is one of these; the message says so.</exception>
    public static void Require(EndpointAddress address)
    {
        if (address.Scheme == EndpointScheme.Udp)
        {
            throw new FormatException(
                $"'{address}' has no connections: UDP sends single datagrams. Write tcp://{address.Host}:{address.Port}, "
                + "or use a UDP server.");
        }

        RequireAddress(address);
    }

    /// <summary>Refuses a host name.</summary>
    /// <exception cref="FormatException">It is one.</exception>
    public static void RequireAddress(EndpointAddress address)
    {
        if (address.Kind == EndpointKind.Name)
        {
            throw new FormatException(
                $"'{address}' cannot be listened on: the host '{address.Host}' is a name, which may mean any machine. "
                + $"Write an address of this machine, as in 127.0.0.1:{address.Port} or *:{address.Port}.");
        }
    }
}
