// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net.WebSockets;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

public sealed class WebSocketGroupTests
{
    private readonly WebSocketGroup _group = new();

    [Fact]
    public async Task Every_member_gets_every_message_in_order()
    {
        await using ServedConnection one = Serve();
        await using ServedConnection other = Serve();
        SocketClient first = await SocketClient.OpenAsync(one);
        SocketClient second = await SocketClient.OpenAsync(other);
        await Eventually.TrueAsync(() => _group.Count == 2);
        Assert.Equal(2, _group.Send("for all"));
        Assert.Equal(2, _group.Send([1, 2, 3]));
        foreach (SocketClient client in (SocketClient[])[first, second])
        {
            await client.ExpectAsync(RawFrame.Text, "for all");
            Assert.Equal([1, 2, 3], (await client.ReceiveAsync()).Payload);
        }

        await first.SendAsync(RawFrame.CloseOf(1000));
        await first.ExpectCloseAsync(1000);
        await Eventually.TrueAsync(() => _group.Count == 1);
        Assert.Equal(1, _group.Send("for one"));
        await second.ExpectAsync(RawFrame.Text, "for one");
    }

    [Fact]
    [Attack("WS-10")]
    public async Task A_member_that_takes_too_slowly_is_dropped_and_holds_nobody_up()
    {
        WebSocketOptions options = new() { MaxQueuedBytes = 10_000 };
        await using ServedConnection slow = Serve(options, windowBytes: 1000);
        await using ServedConnection quick = Serve(options);
        await SocketClient.OpenAsync(slow);
        SocketClient client = await SocketClient.OpenAsync(quick);
        await Eventually.TrueAsync(() => _group.Count == 2);
        string message = new('x', 1000);
        int sent = 0;
        for (; _group.Count == 2; sent++)
        {
            Assert.InRange(sent, 0, 12);
            _group.Send(message);
            await client.ExpectAsync(RawFrame.Text, message);
        }

        Assert.InRange(sent, 9, 12);
        await slow.EndAsync();
        Assert.Equal(1, _group.Send("still here"));
        await client.ExpectAsync(RawFrame.Text, "still here");
        Assert.Empty(slow.Failures);
    }

    [Fact]
    [Attack("WS-10")]
    public async Task A_post_is_refused_when_the_queue_is_full_and_taken_when_it_is_not()
    {
        TaskCompletionSource<ServerWebSocket> opened = new();
        await using ServedConnection served = SocketClient.Serve(
            async (socket, exchange) =>
            {
                opened.SetResult(socket);
                await SocketClient.EchoAsync(socket, exchange);
            },
            new WebSocketOptions { MaxQueuedBytes = 5_000 },
            new() { WindowBytes = 500 });
        SocketClient client = await SocketClient.OpenAsync(served);
        ServerWebSocket socket = await opened.Task;
        string message = new('x', 990);
        int posted = 0;
        for (; socket.TryPost(message); posted++)
        {
            Assert.InRange(posted, 0, 10);
        }

        // Over TLS more is under way before a sender waits.
        Assert.Equal(Carriage.IsSecured ? 7 : 5, posted);
        Assert.Equal(WebSocketState.Open, socket.State);
        for (int received = 0; received < posted; received++)
        {
            await client.ExpectAsync(RawFrame.Text, message);
        }

        Assert.True(socket.TryPost("room again"));
        await client.ExpectAsync(RawFrame.Text, "room again");
    }

    [Fact]
    [Rfc("6455", "5.4")]
    public async Task Many_senders_at_once_leave_whole_messages_and_posts_wait_for_the_last_fragment()
    {
        await using ServedConnection served = SocketClient.Serve(static async (socket, exchange) =>
        {
            await socket.SendAsync("fra"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, default);
            Assert.True(socket.TryPost("posted"));
            await socket.SendAsync("gments"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(
                () => socket.SendAsync(new string((char)('a' + index), 5000)).AsTask())));
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectAsync(0x01, "fra");
        await client.ExpectAsync(0x80, "gments");
        await client.ExpectAsync(RawFrame.Text, "posted");
        string[] received = new string[20];
        for (int index = 0; index < received.Length; index++)
        {
            received[index] = System.Text.Encoding.ASCII.GetString((await client.ReceiveAsync()).Payload);
        }

        Assert.Equal(
            Enumerable.Range(0, 20).Select(static index => new string((char)('a' + index), 5000)),
            received.Order(StringComparer.Ordinal));
        await client.ExpectCloseAsync(1000, answers: true);
    }

    private ServedConnection Serve(WebSocketOptions? options = null, int windowBytes = 64 * 1024)
    {
        return SocketClient.Serve(TalkAsync, options, new() { WindowBytes = windowBytes });

        async Task TalkAsync(ServerWebSocket socket, HttpExchange exchange)
        {
            using (_group.Join(socket))
            {
                await SocketClient.EchoAsync(socket, exchange);
            }
        }
    }
}
