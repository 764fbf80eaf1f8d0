// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Cli;

/// <summary>
/// One address that <c>linnet echo</c> listens on. The three kinds of server differ in their types, not in how they are
/// started and stopped; this is what they have in common.
/// </summary>
internal sealed class EchoServer
{
    /// <summary>An echo has nothing to finish: handlers end as soon as they are told to.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(2);

    private readonly Action _start;
    private readonly Func<IEnumerable<string>> _bound;
    private readonly Func<TimeSpan, ValueTask<int>> _stop;

    private EchoServer(Action start, Func<IEnumerable<string>> bound, Func<TimeSpan, ValueTask<int>> stop)
    {
        _start = start;
        _bound = bound;
        _stop = stop;
    }

    /// <summary>A server for the address, not yet started.</summary>
    /// <exception cref="FormatException">It is not an address to listen on for an echo.</exception>
    public static EchoServer Create(string text, EchoOptions options, EventLines events)
    {
        EndpointAddress address = EndpointAddress.Parse(text);
        return address switch
        {
            { Scheme: EndpointScheme.Udp } => CreateUdp(text, events),
            { Scheme: EndpointScheme.Tcp, IsUnix: true } => CreateUnix(address, options, events),
            { Scheme: EndpointScheme.Tcp } => CreateTcp(text, options, events),
            _ => throw new FormatException(
                $"'{address}' is HTTP, which an echo does not speak. Write tcp://, udp:// or unix:, as in "
                + "tcp://127.0.0.1:65432."),
        };
    }

    /// <summary>Begins to listen, and returns the addresses with the ports that the system chose.</summary>
    /// <exception cref="EndpointException">The address cannot be listened on.</exception>
    public IEnumerable<string> Start()
    {
        _start();
        return _bound();
    }

    /// <summary>Stops, whether it was started or not.</summary>
    public async Task StopAsync() => await _stop(StopDeadline);

    private static EchoServer CreateTcp(string text, EchoOptions options, EventLines events)
    {
        TcpServer server = new(text, (connection, stopping) =>
        {
            events.Write("Connected by", $"{connection.RemoteEndPoint}");
            return EchoAsync(connection, options, stopping);
        })
        {
            Options = SocketOptions(options, events),
        };
        return new EchoServer(server.Start, () => Named("tcp", server.BoundEndPoints), server.StopAsync);
    }

    private static EchoServer CreateUnix(EndpointAddress address, EchoOptions options, EventLines events)
    {
        UnixServer server = new(address.ToString(), (connection, stopping) =>
        {
            // Clients of Unix sockets hardly ever have a name of their own.
            events.Write("Connected by", $"a client of {address}");
            return EchoAsync(connection, options, stopping);
        })
        {
            Options = SocketOptions(options, events),
        };
        return new EchoServer(server.Start, () => [address.ToString()], server.StopAsync);
    }

    private static EchoServer CreateUdp(string text, EventLines events)
    {
        UdpServer server = new(text, (datagram, stopping) =>
        {
            events.Write("Datagram from", $"{datagram.RemoteEndPoint} ({datagram.Payload.Length} bytes)");
            return datagram.ReplyAsync(datagram.Payload, stopping).AsTask();
        })
        {
            Options = new()
            {
                HandlerFailed = (datagram, failure) => events.WriteFailure($"{datagram.RemoteEndPoint}", failure),
                ReceiveFailed = (endPoint, failure) => events.WriteFailure($"Receiving on {endPoint}", failure),
            },
        };
        return new EchoServer(server.Start, () => Named("udp", server.BoundEndPoints), server.StopAsync);
    }

    private static SocketServerOptions SocketOptions(EchoOptions options, EventLines events) => new()
    {
        Backlog = options.Backlog,
        HandlerFailed = (connection, failure) => events.WriteFailure($"{connection.RemoteEndPoint}", failure),
        AcceptFailed = (endPoint, failure) => events.WriteFailure($"Accepting on {endPoint}", failure),
    };

    private static IEnumerable<string> Named(string scheme, IReadOnlyList<EndPoint> endPoints)
    {
        return endPoints.Select(endPoint => $"{scheme}://{endPoint}");
    }

    private static async Task EchoAsync(Connection connection, EchoOptions options, CancellationToken stopping)
    {
        byte[] buffer = new byte[options.BufferBytes];
        while (await connection.ReceiveAsync(buffer, stopping) is int received and > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received), stopping);
        }
    }
}
