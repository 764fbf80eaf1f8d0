// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Tests.Connections;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

public sealed class CompressionTests
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private static readonly WebSocketOptions Compressing = new() { Compresses = true, MaxMessageBytes = 100_000 };

    [Fact]
    [Attack("WS-08")]
    public async Task Nothing_is_compressed_unless_it_is_wanted()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served, Offer);
        Assert.DoesNotContain("Extensions", client.Head, StringComparison.OrdinalIgnoreCase);
        await client.SendAsync(RawFrame.Of(0xC1, "a"));
        await client.ExpectCloseAsync(1002);
    }

    [Theory]
    [Rfc("7692", "7.2.3.1")]
    [Rfc("7692", "7.2.3.3")]
    [Rfc("7692", "7.2.3.4")]
    [Rfc("7692", "7.2.3.5")]
    [InlineData("F248CDC9C90700")]
    [InlineData("000500FAFF48656C6C6F00")]
    [InlineData("F348CDC9C9070000")]
    [InlineData("F248050000 00FFFFCAC9C90700")]
    public async Task The_examples_of_the_RFC_say_Hello(string hex)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(served, Offer);
        Assert.Contains(
            "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n",
            client.Head,
            StringComparison.Ordinal);
        for (int time = 0; time < 2; time++)
        {
            await client.SendAsync(RawFrame.Of(0xC1, payload));
            await client.ExpectAsync(RawFrame.Text, "Hello");
        }

        // In fragments, the first of them marked, and a ping between.
        await client.SendAsync([.. RawFrame.Of(0x41, payload[..3]), .. RawFrame.Of(RawFrame.Ping, "p"), .. RawFrame.Of(0x00, [])]);
        await client.ExpectAsync(RawFrame.Pong, "p");
        await client.SendSlowlyAsync(RawFrame.Of(0x80, payload[3..]));
        await client.ExpectAsync(RawFrame.Text, "Hello");

        // Compressed or not: each message as it likes.
        await client.SendAsync([.. RawFrame.Of(RawFrame.Text, "plain"), .. RawFrame.Of(0xC2, [0x00])]);
        await client.ExpectAsync(RawFrame.Text, "plain");
        await client.ExpectAsync(RawFrame.Binary, "");
    }

    [Theory]
    [Rfc("7692", "6")]
    [Rfc("7692", "7.2.1")]
    [InlineData("", 50_000, true)]
    [InlineData("; server_max_window_bits=9", 512, true)]
    [InlineData("; server_max_window_bits=9", 513, false)]
    [InlineData("; server_max_window_bits=14", 16384, true)]
    [InlineData("", 127, false)]
    public async Task A_message_is_compressed_when_the_clients_window_holds_it(string parameter, int bytes, bool isCompressed)
    {
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(
            served, $"Sec-WebSocket-Extensions: permessage-deflate{parameter}\r\n");
        string text = string.Concat(Enumerable.Repeat("abcdefg ", (bytes / 8) + 1))[..bytes];
        await client.SendAsync(RawFrame.Of(RawFrame.Text, text));
        (int first, byte[] payload) = await client.ReceiveAsync();
        Assert.Equal(isCompressed ? 0xC1 : 0x81, first);
        Assert.Equal(text, Encoding.ASCII.GetString(isCompressed ? Inflated(payload) : payload));
    }

    [Theory]
    [Attack("WS-08")]
    [Rfc("6455", "10.4")]
    [InlineData(100_000, 0)]
    [InlineData(100_001, 1009)]
    [InlineData(50_000_000, 1009)]
    public async Task A_bomb_is_stopped_while_it_is_inflated(int bytes, int code)
    {
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(served, Offer);
        byte[] bomb = Deflated(bytes);
        Assert.InRange(bomb.Length, 1, bytes / 100);
        await client.SendAsync(RawFrame.Of(0xC2, bomb));
        if (code == 0)
        {
            (int first, byte[] payload) = await client.ReceiveAsync();
            Assert.Equal(0xC2, first);
            Assert.Equal(bytes, Inflated(payload).Length);
        }
        else
        {
            await client.ExpectCloseAsync(code);
        }
    }

    [Theory]
    [Rfc("7692", "7.2.2")]
    [Rfc("6455", "8.1")]
    [InlineData("FFFFFFFF")]
    [InlineData("0005000000AA")]
    public async Task What_is_not_compressed_rightly_is_refused(string hex)
    {
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(served, Offer);
        await client.SendAsync(RawFrame.Of(0xC2, Convert.FromHexString(hex)));
        await client.ExpectCloseAsync(1007);
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Rfc("6455", "8.1")]
    public async Task Compressed_text_must_be_text()
    {
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(served, Offer);

        // An uncompressed block of the two bytes C3 28.
        await client.SendAsync(RawFrame.Of(0xC1, [0x00, 0x02, 0x00, 0xFD, 0xFF, 0xC3, 0x28, 0x00]));
        await client.ExpectCloseAsync(1007);
    }

    [Theory]
    [Rfc("7692", "6.1")]
    [InlineData(0xC0)]
    [InlineData(0x40)]
    public async Task Only_the_first_frame_of_a_message_is_marked(int second)
    {
        await using ServedConnection served = SocketClient.Serve(options: Compressing);
        SocketClient client = await SocketClient.OpenAsync(served, Offer);
        await client.SendAsync([.. RawFrame.Of(0x41, [0xF2, 0x48]), .. RawFrame.Of(second, [0xCD])]);
        await client.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task The_base_librarys_client_understands_and_is_understood()
    {
        HttpServer mapped = new("http://127.0.0.1:0");
        mapped.WebSocket("/", SocketClient.EchoAsync, new WebSocketOptions { Compresses = true });
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        using ClientWebSocket client = new();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions { ServerMaxWindowBits = 12 };
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(
            new Uri($"ws{(Carriage.IsSecured ? "s" : "")}://{server.Server.BoundEndPoints[0]}/"), Carriage.NewHttpClient(), patience.Token);
        foreach (int bytes in (int[])[0, 100, 1000, 5000, 200_000])
        {
            byte[] sent = [.. Enumerable.Range(0, bytes).Select(index => (byte)(index % 251 * (index % 7)))];
            await client.SendAsync(sent, WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
            using MemoryStream received = new();
            byte[] buffer = new byte[10_000];
            WebSocketReceiveResult result;
            do
            {
                result = await client.ReceiveAsync(buffer, patience.Token);
                received.Write(buffer, 0, result.Count);
            }
            while (!result.EndOfMessage);
            Assert.Equal(sent, received.ToArray());
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", patience.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    private static byte[] Deflated(int zeros)
    {
        using MemoryStream output = new();
        using (DeflateStream deflate = new(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(new byte[zeros]);
            deflate.Flush();
        }

        // Without the last block, and without the end of the flush before it.
        byte[] all = output.ToArray();
        return all[..all.AsSpan().LastIndexOf((byte[])[0, 0, 0xFF, 0xFF])];
    }

    private static byte[] Inflated(byte[] payload)
    {
        using DeflateStream inflate = new(new MemoryStream([.. payload, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using MemoryStream output = new();
        inflate.CopyTo(output);
        return output.ToArray();
    }
}
