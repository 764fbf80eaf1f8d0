// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>What lies below HTTP: Unix sockets, datagrams, connecting as a client.</summary>
internal static class TransportScene
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Plays it.</summary>
    public static async Task RunAsync(FaultEpisode episode)
    {
        foreach (SocketTransport transport in (SocketTransport[])[SocketTransport.EventLoop, SocketTransport.Sockets])
        {
            await ServeUnixAsync(episode, transport);
            await ServeHereAsync(episode, transport);
        }

        await ServeDatagramsAsync(episode);
        await RunUntilToldAsync(episode);
        await episode.TryAsync(() =>
        {
            Inherit();
            return Task.CompletedTask;
        });
    }

    /// <summary>A listener that another process has passed on, and a copy for the next.</summary>
    private static void Inherit()
    {
        using Socket passed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        passed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        passed.Listen();
        PassedDescriptor descriptor = new((int)passed.SafeHandle.DangerousGetHandle(), "web");
        foreach (ListeningSocket taken in InheritedListeners.Open(EndpointAddress.Parse("inherited:web"), [descriptor]))
        {
            using ListeningSocket socket = taken;
            using LinuxDescriptor copy = socket.CopyForSuccessor();
        }
    }

    /// <summary>Servers that run until they are told to end, the first at every address.</summary>
    private static async Task RunUntilToldAsync(FaultEpisode episode)
    {
        using CancellationTokenSource told = new();
        await episode.TryAsync(async () =>
        {
            await using TcpServer server = new("tcp://*:0", static (connection, token) =>
                connection.SendAllAsync("here"u8.ToArray(), token).AsTask());
            server.Start();
            int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
            Task running = server.RunAsync(told.Token);
            await episode.TalkAsync(new IPEndPoint(IPAddress.Loopback, port), false, client => client.ReadExactlyAsync(4));
            await told.CancelAsync();
            await running;
        });
        await episode.TryAsync(async () =>
        {
            await using UdpServer server = new("udp://127.0.0.1:0", static (_, _) => Task.CompletedTask);
            await server.RunAsync(new CancellationToken(canceled: true));
        });
    }

    private static async Task ServeUnixAsync(FaultEpisode episode, SocketTransport transport)
    {
        // What a server that died has left behind.
        string path = Path.Combine(episode.Folder.Next(), "socket");
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path + "-"));
            File.Move(path + "-", path);
        }

        await episode.ServeAsync(
            () => new HttpServer($"http://unix:{path}", static exchange => exchange.Response.WriteAsync("here", CancellationToken.None))
            {
                Options = episode.Options(transport),
            },
            server => episode.TalkAsync(server.BoundEndPoints[0], false, client =>
                HttpScene.AskAsync(episode, client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "here")));
    }

    /// <summary>On both loopback addresses, with clients of our own.</summary>
    private static async Task ServeHereAsync(FaultEpisode episode, SocketTransport transport)
    {
        await episode.ServeAsync(
            () => new HttpServer("http://localhost:0", static exchange => exchange.Response.WriteAsync("here", CancellationToken.None))
            {
                Options = episode.Options(transport),
            },
            async server =>
            {
                int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
                await episode.TryAsync(() => ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"localhost:{port}")));
                await episode.TryAsync(() => ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
            });
    }

    private static async Task ConnectAsync(string address)
    {
        await using Connection connection = await Connector.ConnectAsync(address, CancellationToken.None);
        await connection.SendAllAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray());
        connection.ShutdownSend();
        byte[] buffer = new byte[4096];
        int total = 0;
        for (int received; (received = await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience)) > 0;)
        {
            total += received;
        }

        if (total == 0)
        {
            throw new EndOfStreamException("There is no answer.");
        }
    }

    private static async Task ServeDatagramsAsync(FaultEpisode episode)
    {
        if (!await episode.TryAsync(() => TalkDatagramsAsync(episode, attempts: 4)))
        {
            await TalkDatagramsAsync(episode, attempts: 1);
        }
    }

    private static async Task TalkDatagramsAsync(FaultEpisode episode, int attempts)
    {
        await using UdpServer server = new("udp://127.0.0.1:0", static (datagram, token) =>
            datagram.ReplyAsync(datagram.Payload, token).AsTask());
        server.Start();
        string address = $"udp://{server.BoundEndPoints[0]}";
        await using DatagramClient client = await Connector.ConnectUdpAsync(address, CancellationToken.None);
        byte[] buffer = new byte[16];
        while (true)
        {
            // A datagram may be lost; the next one is answered.
            await client.SendAsync("hello"u8.ToArray());
            using CancellationTokenSource patience = new(attempts > 1 ? TimeSpan.FromMilliseconds(50 << (4 - attempts)) : Patience);
            try
            {
                await client.ReceiveAsync(buffer, patience.Token);
                int left = await server.StopAsync(Patience);
                episode.Expect(left == 0, $"{left} handlers of datagrams do not end");
                return;
            }
            catch (OperationCanceledException) when (attempts-- > 1)
            {
                // Again, and more patiently.
            }
        }
    }
}
