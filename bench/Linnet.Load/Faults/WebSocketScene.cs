// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.WebSockets;
using System.Threading.Tasks;
using Linnet.Sockets;
using Linnet.WebSockets;

namespace Linnet.Load.Faults;

/// <summary>Messages of WebSockets: short, long, in fragments, compressed, to a group.</summary>
internal static class WebSocketScene
{
    /// <summary>Plays it.</summary>
    public static Task RunAsync(FaultEpisode episode) =>
        episode.ServeAsync(() => Make(episode), server => UseAsync(episode, server.BoundEndPoints[0]));

    private static HttpServer Make(FaultEpisode episode)
    {
        WebSocketGroup group = new();
        HttpServer server = new("http://127.0.0.1:0") { Options = episode.Options(SocketTransport.EventLoop) };
        server.WebSocket(
            "/echo",
            async (socket, exchange) =>
            {
                using IDisposable membership = group.Join(socket);
                await foreach (WebSocketMessage message in socket.ReadMessagesAsync(exchange.Aborted))
                {
                    if (message.Bytes.Length == 1)
                    {
                        group.Send("group");
                        socket.TryPost(message.Bytes.Span.ToArray());
                    }
                    else if (message.IsText)
                    {
                        await socket.SendAsync(message.Text, exchange.Aborted);
                    }
                    else
                    {
                        await socket.SendAsync(message, exchange.Aborted);
                    }
                }
            },
            new WebSocketOptions { Compresses = true });
        server.WebSocket("/leave", static (_, _) => Task.CompletedTask);
        return server;
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        await episode.TalkAsync(server, false, client => LeaveAsync(episode, client));
        foreach (bool isCompressed in (bool[])[false, true])
        {
            await episode.TalkAsync(server, false, async client =>
            {
                string offer = isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n" : "";
                await client.SendAsync(
                    "GET /echo HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{offer}\r\n");
                if (!episode.Expect(await client.ReadAsync(), 101))
                {
                    return;
                }

                using WebSocket socket = WebSocket.CreateFromStream(
                    client.Stream,
                    new WebSocketCreationOptions
                    {
                        KeepAliveInterval = TimeSpan.Zero,
                        DangerousDeflateOptions = isCompressed
                            ? new WebSocketDeflateOptions { ClientContextTakeover = false, ServerContextTakeover = false }
                            : null,
                    });
                try
                {
                    await ConverseAsync(episode, client, socket);
                }
                catch (WebSocketException cut)
                {
                    throw new IOException("The conversation was cut.", cut);
                }
            });
        }
    }

    /// <summary>Somebody who says something to a handler that has left.</summary>
    private static async Task LeaveAsync(FaultEpisode episode, FaultClient client)
    {
        await client.SendAsync(
            "GET /leave HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        if (!episode.Expect(await client.ReadAsync(), 101))
        {
            return;
        }

        // Its close frame; a message that crosses it; and ours.
        await client.ReadExactlyAsync(4);
        await client.SendAsync(new byte[] { 0x82, 0x81, 0, 0, 0, 0, 7, 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8 });
        client.EndSending();
    }

    private static async Task ConverseAsync(FaultEpisode episode, FaultClient client, WebSocket socket)
    {
        // A ping without payload, masked; what answers it is not told of.
        await client.SendAsync(new byte[] { 0x89, 0x80, 1, 2, 3, 4 });
        byte[] received = new byte[100_000];
        foreach (int size in (int[])[10, 3000, 60_000])
        {
            byte[] message = new byte[size];
            Array.Fill(message, (byte)'w');
            await socket.SendAsync(message.AsMemory(0, size / 2), WebSocketMessageType.Text, false, client.Waiting);
            await socket.SendAsync(message.AsMemory(size / 2), WebSocketMessageType.Text, true, client.Waiting);
            int count = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(received.AsMemory(count), client.Waiting);
                count += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException($"The server has closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
                }
            }
            while (!result.EndOfMessage);

            episode.Expect(received.AsSpan(0, count).SequenceEqual(message), "a message is another one");
        }

        await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Binary, true, client.Waiting);
        await socket.ReceiveAsync(received.AsMemory(), client.Waiting);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", client.Waiting);
    }
}
