// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.WebSockets;

namespace Linnet.Load.Simulations;

/// <summary>The WebSockets of the workload: what is said follows from the path and from what is heard.</summary>
internal sealed class ModelConversation(SimulatedNetwork network, ModelServer model)
{
    /// <summary>Bytes that a message may have.</summary>
    public const int MostMessageBytes = 30_000;

    /// <summary>Short fragments that it may come in.</summary>
    public const int MostShortFragments = 20;

    /// <summary>After how many echoes a handler ends that does so by itself.</summary>
    public const int EchoesBeforeEnd = 3;

    /// <summary>How many messages a handler says by itself, if it does.</summary>
    public const int NewsCount = 9;

    /// <summary>The code with which it closes in the middle of everything.</summary>
    public const int OwnCloseCode = 4001;

    /// <summary>What a handler does: each is a place in the path.</summary>
    public static readonly string[] Kinds = ["echo", "parts", "impatient", "news", "leave", "fail", "close"];

    /// <summary>How many messages are said to whoever asks for a flood.</summary>
    public const int FloodCount = 20;

    // A window of 64 bytes takes its time, and that is nobody's fault.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Says what these handlers answer.</summary>
    public void Map(HttpServer server)
    {
        WebSocketOptions options = new()
        {
            MaxMessageBytes = MostMessageBytes,
            MaxShortFragments = MostShortFragments,
            Compresses = true,
            SendTimeout = Patience,
            CloseTimeout = Patience,
        };
        server.WebSocket("/converse/{request}/{kind}", ConverseAsync, options);
        server.WebSocket("/flood/{request}", FloodAsync, new WebSocketOptions
        {
            Compresses = true,
            MaxQueuedBytes = 12_000,
            SendTimeout = Patience,
            CloseTimeout = Patience,

            // Whoever reads nothing answers no ping; here it is to be given up for what it does not take.
            PingInterval = TimeSpan.FromHours(1),
        });
    }

    /// <summary>One of the messages that a handler says by itself; the later, the longer.</summary>
    public static string News(int index) => $"news {index} {new string('n', index * index * 100)}";

    /// <summary>One of the messages of a flood.</summary>
    public static string Flood(int index) => $"flood {index} {Convert.ToHexString(Pattern.Of(index, 2500))}";

    private async Task FloodAsync(ServerWebSocket socket, HttpExchange exchange)
    {
        int request = model.Begin(exchange.Route["request"]);
        try
        {
            for (int index = 0; index < FloodCount; index++)
            {
                // What the queue has no room for waits its turn.
                if (network.Random.Next(2) == 0 || !socket.TryPost(Flood(index)))
                {
                    await socket.SendAsync(Flood(index), CancellationToken.None);
                }
            }
        }
        finally
        {
            model.End(request);
        }
    }

    private async Task ConverseAsync(ServerWebSocket socket, HttpExchange exchange)
    {
        int request = model.Begin(exchange.Route["request"]);
        try
        {
            await (exchange.Route["kind"] switch
            {
                "parts" => EchoPartsAsync(socket),
                "impatient" => EchoImpatientlyAsync(socket),
                "news" => EchoBesideAsync(socket, TellNewsAsync(socket)),
                "leave" => EchoAsync(socket, EchoesBeforeEnd),
                "fail" => FailAsync(socket),
                "close" => EchoBesideAsync(socket, CloseAsync(socket)),
                _ => EchoAsync(socket, int.MaxValue),
            });
        }
        finally
        {
            model.End(request);
        }
    }

    private static async Task EchoAsync(ServerWebSocket socket, int most)
    {
        while (most-- > 0 && await socket.ReceiveMessageAsync() is { } message)
        {
            await socket.SendAsync(message);
        }
    }

    private static async Task FailAsync(ServerWebSocket socket)
    {
        await EchoAsync(socket, EchoesBeforeEnd);
        if (socket.State == WebSocketState.Open)
        {
            throw new DeliberateException();
        }
    }

    private static async Task EchoBesideAsync(ServerWebSocket socket, Task other)
    {
        try
        {
            await EchoAsync(socket, int.MaxValue);
        }
        finally
        {
            await other;
        }
    }

    private static async Task EchoPartsAsync(ServerWebSocket socket)
    {
        byte[] buffer = new byte[700];
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
        }
    }

    /// <summary>A receive that is cancelled loses nothing.</summary>
    private async Task EchoImpatientlyAsync(ServerWebSocket socket)
    {
        while (true)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(network.Random.Next(1, 2000)), network.Time);
            try
            {
                if (await socket.ReceiveMessageAsync(patience.Token) is not { } message)
                {
                    return;
                }

                await socket.SendAsync(message, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // It goes on with the same message.
            }
        }
    }

    private async Task TellNewsAsync(ServerWebSocket socket)
    {
        for (int index = 0; index < NewsCount; index++)
        {
            await network.DelayAsync(TimeSpan.FromMilliseconds(network.Random.Next(1, 300)));
            if (network.Random.Next(2) == 0)
            {
                if (!socket.TryPost(News(index)))
                {
                    return;
                }

                continue;
            }

            try
            {
                await socket.SendAsync(News(index));
            }
            catch (WebSocketException)
            {
                // The client has had enough.
                return;
            }
        }
    }

    private async Task CloseAsync(ServerWebSocket socket)
    {
        await network.DelayAsync(TimeSpan.FromMilliseconds(network.Random.Next(1, 3000)));
        await socket.CloseAsync((WebSocketCloseStatus)OwnCloseCode, "Enough.", CancellationToken.None);
    }
}
