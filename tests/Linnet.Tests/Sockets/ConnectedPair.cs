// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Sockets;

/// <summary>The two ends of one TCP connection over loopback.</summary>
internal sealed class ConnectedPair : IAsyncDisposable
{
    internal ConnectedPair(Connection client, Connection server)
    {
        Client = client;
        Server = server;
    }

    /// <summary>The end that connected.</summary>
    public Connection Client { get; }

    /// <summary>The end that was accepted.</summary>
    public Connection Server { get; }

    /// <summary>A pair whose ends can be used at once.</summary>
    public static async Task<ConnectedPair> OpenAsync()
    {
        ConnectedPair pair = await OpenAcceptedAsync();
        var first = new FirstWork();
        pair.Server.Begin(first);
        await first.Begun;
        return pair;
    }

    /// <summary>A pair whose server end has only been accepted, as a server finds it.</summary>
    public static async Task<ConnectedPair> OpenAcceptedAsync()
    {
        EndpointAddress address = EndpointAddress.Parse("tcp://127.0.0.1:0");
        using IConnectionListener listener = StreamListener.Listen(address, new SocketServerOptions())[0];
        ValueTask<Connection> accepting = listener.AcceptAsync(CancellationToken.None);
        Connection client = await Connector.ConnectAsync($"{listener.LocalEndPoint}");
        Connection server = await accepting;
        while (!Equals(server.RemoteEndPoint, client.LocalEndPoint))
        {
            // Another process looks whether somebody listens on the port that it means to have.
            await server.DisposeAsync();
            server = await listener.AcceptAsync(CancellationToken.None);
        }

        return new ConnectedPair(client, server);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
