// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;
using Linnet.Tests.Connections;
using Linnet.Tests.Diagnostics;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

/// <summary>What whoever measures is told of WebSockets.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class SocketMetricsTests
{
    private const string Active = "linnet.server.active_websockets";
    private const string Messages = "linnet.server.websocket_messages";

    [Fact]
    public async Task Sockets_and_whole_messages_are_counted()
    {
        using Measurements measured = new(Active, Messages);
        await using ServedConnection served = SocketClient.Serve(static async (socket, exchange) =>
        {
            Assert.True(socket.TryPost("posted"));
            await SocketClient.EchoAsync(socket, exchange);
        });
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.ExpectAsync(RawFrame.Text, "posted");
        Assert.Equal(1, measured.Sum($"{Active} "));

        await client.SendAsync(RawFrame.Of(RawFrame.Text & 0x0f, "in "u8.ToArray()));
        await client.SendAsync(RawFrame.Of(0x80, "two"u8.ToArray()));
        await client.ExpectAsync(RawFrame.Text, "in two");
        Assert.Equal(1, measured.Sum($"{Messages} direction=received"));
        Assert.Equal(2, measured.Sum($"{Messages} direction=sent"));

        await client.SendAsync(RawFrame.CloseOf(1000));
        await client.ExpectCloseAsync(1000);
        await served.CloseAsync();
        Assert.Equal(0, measured.Sum($"{Active} "));
    }
}
