// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>The samples that go on talking, as a program hears them.</summary>
public sealed class LiveSampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Chat_tells_everybody_what_anybody_says()
    {
        await using RunningSample chat = await RunningSample.StartAsync("chat.cs");
        Assert.Contains("new WebSocket", await chat.AskAsync("GET", ""), StringComparison.Ordinal);
        UriBuilder address = new(chat.Client.BaseAddress ?? throw new InvalidOperationException()) { Scheme = "ws", Path = "/chat" };
        using ClientWebSocket one = new();
        using ClientWebSocket other = new();
        await one.ConnectAsync(address.Uri, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("You are guest 1.", await ReadAsync(one));
        Assert.Equal("guest 1 has come.", await ReadAsync(one));
        await other.ConnectAsync(address.Uri, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("You are guest 2.", await ReadAsync(other));
        Assert.Equal("guest 2 has come.", await ReadAsync(one));
        await other.SendAsync(
            Encoding.UTF8.GetBytes("Grüße"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("guest 2: Grüße", await ReadAsync(one));
        await other.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("guest 2 has gone.", await ReadAsync(one));
    }

    [Fact]
    public async Task Live_clock_ticks_on()
    {
        await using RunningSample clock = await RunningSample.StartAsync("live-clock.cs");
        Assert.Contains("new EventSource", await clock.AskAsync("GET", ""), StringComparison.Ordinal);
        await using Stream ticks = await clock.Client.GetStreamAsync(new Uri("ticks", UriKind.Relative));
        using StreamReader reader = new(ticks);
        for (int tick = 1; tick <= 3; tick++)
        {
            Assert.Equal($"id: {tick}", await reader.ReadLineAsync().WaitAsync(Patience));
            Assert.Equal("event: tick", await reader.ReadLineAsync().WaitAsync(Patience));
            Assert.StartsWith("data: ", await reader.ReadLineAsync().WaitAsync(Patience));
            Assert.Equal("", await reader.ReadLineAsync().WaitAsync(Patience));
        }
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1000];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
