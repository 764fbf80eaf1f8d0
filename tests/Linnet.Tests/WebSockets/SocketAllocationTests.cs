// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

/// <summary>Counts what messages and events cost the heap, from socket to socket. No time is measured.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class SocketAllocationTests
{
    private const int Batches = 10;
    private const int Rounds = 300;

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 20)]
    [InlineData(true, 10_000)]
    public async Task A_message_and_its_echo_allocate_nothing(bool isWhole, int bytes)
    {
        HttpServer mapped = new("http://127.0.0.1:0");
        mapped.WebSocket("/", isWhole ? SocketClient.EchoAsync : EchoPartsAsync);
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        await using Connection client = await server.ConnectAsync();
        await SocketClient.OpenAsync(client);
        byte[] frame = RawFrame.Of(RawFrame.Binary, new byte[bytes]);
        int echo = frame.Length - 4;
        await ExpectNoneAsync(client, frame, echo);
    }

    [Fact]
    [Attack("WS-07")]
    public async Task A_message_in_fragments_allocates_nothing_for_any_of_them()
    {
        HttpServer mapped = new("http://127.0.0.1:0");
        mapped.WebSocket("/", SocketClient.EchoAsync);
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        await using Connection client = await server.ConnectAsync();
        await SocketClient.OpenAsync(client);
        byte[] frames =
        [
            .. RawFrame.Of(0x02, "a"),
            .. Enumerable.Range(0, 98).SelectMany(static _ => RawFrame.Of(0x00, "b")),
            .. RawFrame.Of(0x80, "c"),
        ];
        await ExpectNoneAsync(client, frames, echo: 102);
    }

    [Fact]
    public async Task An_event_that_is_pushed_allocates_nothing()
    {
        long least = long.MaxValue;
        HttpServer mapped = new("http://127.0.0.1:0");
        mapped.Get("/", _ => Results.Events(async events => least = await LeastOfPushingAsync(events)));
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        await using Connection client = await server.ConnectAsync();
        await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        byte[] buffer = new byte[16 * 1024];
        while (await client.ReceiveAsync(buffer) > 0)
        {
            // What comes is another test's business.
        }

        Assert.InRange(least, 0, Rounds * 4);
    }

    private static async Task ExpectNoneAsync(Connection client, byte[] frame, int echo)
    {
        byte[] buffer = new byte[16 * 1024];
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await client.SendAllAsync(frame);
                for (int received = 0; received < echo;)
                {
                    int count = await client.ReceiveAsync(buffer);
                    Assert.True(count > 0);
                    received += count;
                }
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The smallest object is 24 bytes: one for each message would be 7,200 in every batch.
        Assert.InRange(least, 0, Rounds * 4);
    }

    private static async Task EchoPartsAsync(ServerWebSocket socket, HttpExchange exchange)
    {
        byte[] buffer = new byte[1000];
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await socket.SendAsync(
                buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
        }
    }

    private static async Task<long> LeastOfPushingAsync(EventStream events)
    {
        long least = long.MaxValue;
        ServerSentEvent one = new("one\ntwo") { Id = "42", Event = "tick" };
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await events.SendAsync(one);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
