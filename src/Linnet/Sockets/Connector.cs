// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>The client's side: opens connections to servers, by address or by name.</summary>
public static class Connector
{
    /// <summary>
    /// Connects over TCP or to a Unix socket. A host name is resolved and each of its addresses tried in the order
    /// they come; <c>localhost</c> means 127.0.0.1, then ::1.
    /// </summary>
    /// <param name="address">The server: <c>127.0.0.1:65432</c>, <c>example.com:80</c>, <c>unix:/run/app.sock</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, which the caller owns.</returns>
    /// <exception cref="FormatException">The text is not an address to connect to; the message says why.</exception>
    /// <exception cref="EndpointException">No address could be connected to; the message says why, for each.</exception>
    public static async Task<Connection> ConnectAsync(string address, CancellationToken cancellationToken = default)
    {
        EndpointAddress target = EndpointAddress.Parse(address);
        if (target.Scheme is EndpointScheme.Udp or EndpointScheme.Https)
        {
            throw new FormatException(
                $"'{target}' is not a plain stream of bytes to connect to. Write tcp://127.0.0.1:65432.");
        }

        Socket socket = await ConnectAsync(target, OpenStream, cancellationToken).ConfigureAwait(false);
        try
        {
            return new SocketConnection(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw ConnectFailure.Explain(target, [(null, failure)]);
        }
    }

    /// <summary>
    /// Prepares to send datagrams to a server over UDP. Nothing is sent yet, so nobody knows whether somebody listens.
    /// A host name stands for the first of its addresses that this machine can reach; <c>localhost</c> for 127.0.0.1.
    /// </summary>
    /// <param name="address">The server: <c>127.0.0.1:65432</c>; <c>udp://</c> may stand before it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The client, which the caller owns.</returns>
    /// <exception cref="FormatException">The text is not an address to send to; the message says why.</exception>
    /// <exception cref="EndpointException">No address could be reached; the message says why, for each.</exception>
    public static async Task<DatagramClient> ConnectUdpAsync(
        string address, CancellationToken cancellationToken = default)
    {
        EndpointAddress target = EndpointAddress.Parse(address, EndpointScheme.Udp);
        if (target.IsUnix || target.Scheme != EndpointScheme.Udp)
        {
            throw new FormatException($"'{target}' is not a UDP address. Write udp://127.0.0.1:65432.");
        }

        Socket socket = await ConnectAsync(target, OpenDatagram, cancellationToken).ConfigureAwait(false);
        return new DatagramClient(socket, target);
    }

    /// <summary>Tries every end point behind an address until one connects.</summary>
    internal static async Task<Socket> ConnectAsync(
        EndpointAddress target, Func<EndPoint, Socket> open, CancellationToken cancellationToken)
    {
        IReadOnlyList<EndPoint> endPoints = await ResolveAsync(target, cancellationToken).ConfigureAwait(false);
        var failures = new List<(EndPoint? Tried, SocketException Failure)>();
        foreach (EndPoint endPoint in endPoints)
        {
            Socket? socket = null;
            try
            {
                socket = open(endPoint);
                await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException failure)
            {
                socket?.Dispose();
                failures.Add((endPoint, failure));
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }

        throw ConnectFailure.Explain(target, failures);
    }

    private static Socket OpenStream(EndPoint endPoint)
    {
        ProtocolType protocol = endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp;
        return new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
    }

    private static Socket OpenDatagram(EndPoint endPoint)
    {
        return new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    }

    private static async Task<IReadOnlyList<EndPoint>> ResolveAsync(
        EndpointAddress target, CancellationToken cancellationToken)
    {
        if (!target.IsUnix && !target.IsInherited && target.Port == 0)
        {
            throw new FormatException(
                $"'{target}' cannot be connected to: port 0 is for listening. Write the server's port, as in "
                + "127.0.0.1:65432.");
        }

        return target.Kind switch
        {
            // IPv4 first: it is what most servers on localhost listen on, and over UDP nobody tells of a wrong guess.
            EndpointKind.Loopback =>
                [new IPEndPoint(IPAddress.Loopback, target.Port), new IPEndPoint(IPAddress.IPv6Loopback, target.Port)],
            EndpointKind.Address => [new IPEndPoint(InternetBinder.AddressOf(target), target.Port)],
            EndpointKind.Name => await AskDnsAsync(target, cancellationToken).ConfigureAwait(false),
            EndpointKind.UnixPath or EndpointKind.UnixAbstract => [UnixListener.EndPointOf(target)],
            EndpointKind.Inherited => throw new FormatException(
                $"'{target}' cannot be connected to: inherited listeners are for listening. Write the server's address, as in "
                + "127.0.0.1:65432."),
            EndpointKind.Any => throw new FormatException(
                $"'{target}' cannot be connected to: * stands for every address of this machine, to listen on. "
                + $"Write localhost:{target.Port}."),
        };
    }

    private static async Task<IReadOnlyList<EndPoint>> AskDnsAsync(
        EndpointAddress target, CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] addresses =
                await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll<IPAddress, EndPoint>(addresses, address => new IPEndPoint(address, target.Port));
        }
        catch (SocketException failure)
        {
            throw ConnectFailure.Explain(target, [(null, failure)]);
        }
    }
}
