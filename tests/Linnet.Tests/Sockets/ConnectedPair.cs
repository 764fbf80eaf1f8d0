// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>The two ends of one TCP connection over loopback.</summary>
internal sealed class ConnectedPair : IAsyncDisposable
{
    private ConnectedPair(Connection client, Connection server)
    {
        Client = client;
        Server = server;
    }

    /// <summary>The end that connected.</summary>
    public Connection Client { get; }

    /// <summary>The end that was accepted.</summary>
    public Connection Server { get; }

    public static async Task<ConnectedPair> OpenAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Task<Socket> accepting = listener.AcceptAsync();
        Connection client = await Connector.ConnectAsync($"{listener.LocalEndPoint}");
        return new ConnectedPair(client, new SocketConnection(await accepting));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
