// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Tests.Connections;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

/// <summary>Frames, right and wrong, against an echo: whole and byte by byte, which must come to the same.</summary>
public sealed class FrameTests
{
    public static TheoryData<string, int, byte[]> Broken => new()
    {
        { "unmasked", 1002, RawFrame.Of(RawFrame.Text, [1, 2, 3, 4, 5, 6], isMasked: false) },
        { "unmasked and empty", 1002, RawFrame.Of(RawFrame.Text, [], isMasked: false) },
        { "first reserved bit", 1002, RawFrame.Of(0xC1, "a") },
        { "second reserved bit", 1002, RawFrame.Of(0xA1, "a") },
        { "third reserved bit", 1002, RawFrame.Of(0x91, "a") },
        { "reserved bit of a ping", 1002, RawFrame.Of(0xC9, "a") },
        { "opcode 3", 1002, RawFrame.Of(0x83, "a") },
        { "opcode 7, not final", 1002, RawFrame.Of(0x07, "a") },
        { "opcode 11", 1002, RawFrame.Of(0x8B, "a") },
        { "opcode 15", 1002, RawFrame.Of(0x8F, "a") },
        { "two bytes for 125", 1002, RawFrame.Of(RawFrame.Text, new byte[125], lengthBytes: 2) },
        { "two bytes for 0", 1002, RawFrame.Of(RawFrame.Text, [], lengthBytes: 2) },
        { "eight bytes for 65535", 1002, RawFrame.Of(RawFrame.Text, new byte[65535], lengthBytes: 8) },
        { "length 2^63", 1002, [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "ping of 126", 1002, RawFrame.Of(RawFrame.Ping, new byte[126]) },
        { "close of 126", 1002, RawFrame.Of(RawFrame.Close, [3, 232, .. new byte[124]]) },
        { "fragment of a ping", 1002, RawFrame.Of(0x09, "a") },
        { "fragment of a close", 1002, RawFrame.Of(0x08, [3, 232]) },
        { "continuation of nothing", 1002, RawFrame.Of(0x80, "a") },
        { "continuation of nothing, not final", 1002, RawFrame.Of(0x00, "a") },
        { "text within text", 1002, [.. RawFrame.Of(0x01, "a"), .. RawFrame.Of(0x81, "b")] },
        { "binary within text", 1002, [.. RawFrame.Of(0x01, "a"), .. RawFrame.Of(0x02, "b")] },
        { "half a close code", 1002, RawFrame.Of(RawFrame.Close, [3]) },
        { "close reason no UTF-8", 1007, RawFrame.CloseOf(1000, [0xC3, 0x28]) },
        { "close reason cut", 1007, RawFrame.CloseOf(1000, [0x61, 0xE2, 0x82]) },
        { "text no UTF-8", 1007, RawFrame.Of(RawFrame.Text, [0xC3, 0x28]) },
        { "text cut at its end", 1007, RawFrame.Of(RawFrame.Text, [0x61, 0xE2, 0x82]) },
        { "text with half a surrogate pair", 1007, RawFrame.Of(RawFrame.Text, [0xED, 0xA0, 0x80]) },
        { "text in an overlong form", 1007, RawFrame.Of(RawFrame.Text, [0xC0, 0xAF]) },
        { "text beyond U+10FFFF", 1007, RawFrame.Of(RawFrame.Text, [0xF4, 0x90, 0x80, 0x80]) },
        { "text wrong across fragments", 1007, [.. RawFrame.Of(0x01, [0xE2]), .. RawFrame.Of(0x00, [0x82]), .. RawFrame.Of(0x00, [0x28])] },
        { "text cut at its end, in fragments", 1007, [.. RawFrame.Of(0x01, [0xE2]), .. RawFrame.Of(0x80, [])] },
        { "text wrong in a fragment that is not the last", 1007, RawFrame.Of(0x01, [0xF4, 0x90]) },
    };

    [Theory]
    [Attack("WS-03")]
    [Attack("WS-04")]
    [Attack("WS-05")]
    [Attack("WS-06")]
    [Attack("WS-09")]
    [Rfc("6455", "5.1")]
    [Rfc("6455", "5.2")]
    [Rfc("6455", "5.4")]
    [Rfc("6455", "5.5")]
    [Rfc("6455", "8.1")]
    [MemberData(nameof(Broken))]
    public async Task What_is_against_the_rules_closes_with_its_code(string name, int code, byte[] frames)
    {
        foreach (bool isSlow in (bool[])[false, true])
        {
            Assert.NotEmpty(name);
            await using ServedConnection served = SocketClient.Serve();
            SocketClient client = await SocketClient.OpenAsync(served);
            await SendAsync(client, frames, isSlow && frames.Length < 1000);
            Assert.Empty(served.Failures);
            await client.ExpectCloseAsync(code);
        }
    }

    [Fact]
    [Rfc("6455", "5.2")]
    public async Task What_is_wrong_is_said_before_the_frame_is_whole()
    {
        foreach ((int code, byte[] begin) in (List<(int, byte[])>)
            [
                (1002, [0x83]), (1002, [0x81, 0x05]), (1002, [0x89, 0xFE]), (1002, [0x81, 0xFE, 0x00, 0x7D]),
                (1007, [0x81, 0xFE, 0x10, 0x00, 0, 0, 0, 0, 0x61, 0xFF]),
                (1007, [0x01, 0x84, 0, 0, 0, 0, 0xF4, 0x90]),
                (1009, [0x82, 0xFF, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]),
            ])
        {
            await using ServedConnection served = SocketClient.Serve();
            SocketClient client = await SocketClient.OpenAsync(served);
            await client.SendAsync(begin);
            await client.ExpectCloseAsync(code);
        }
    }

    [Theory]
    [Rfc("6455", "5.6")]
    [Rfc("6455", "5.7")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(4083)]
    [InlineData(4096)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(300_000)]
    public async Task Messages_of_every_length_are_carried(int bytes)
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        byte[] payload = [.. Enumerable.Range(0, bytes).Select(index => (byte)(index * 7))];
        string text = new('x', bytes);
        await Task.WhenAll(
            client.SendAsync([.. RawFrame.Of(RawFrame.Binary, payload), .. RawFrame.Of(RawFrame.Text, text)]),
            ReceiveAsync());

        async Task ReceiveAsync()
        {
            (int first, byte[] echoed) = await client.ReceiveAsync();
            Assert.Equal(RawFrame.Binary, first);
            Assert.Equal(payload, echoed);
            await client.ExpectAsync(RawFrame.Text, text);
        }
    }

    [Theory]
    [Rfc("6455", "5.4")]
    [Rfc("6455", "5.5.2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fragments_make_one_message_with_pings_between_them(bool isSlow)
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        byte[] euro = Encoding.UTF8.GetBytes("€");
        byte[] frames =
        [
            .. RawFrame.Of(0x01, euro[..1]), .. RawFrame.Of(RawFrame.Ping, "one"), .. RawFrame.Of(0x00, euro[1..2]),
            .. RawFrame.Of(0x00, ""), .. RawFrame.Of(RawFrame.Pong, "unasked"), .. RawFrame.Of(RawFrame.Ping, ""),
            .. RawFrame.Of(0x80, euro[2..]), .. RawFrame.Of(0x02, "a"), .. RawFrame.Of(0x80, ""), .. RawFrame.CloseOf(1000),
        ];
        await SendAsync(client, frames, isSlow);
        await client.ExpectAsync(RawFrame.Pong, "one");
        await client.ExpectAsync(RawFrame.Pong, "");
        await client.ExpectAsync(RawFrame.Text, "€");
        await client.ExpectAsync(RawFrame.Binary, "a");
        await client.ExpectCloseAsync(1000);
    }

    [Fact]
    [Rfc("6455", "5.5.3")]
    public async Task Each_ping_is_answered_in_order_with_what_it_brought()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        string longest = new('p', 125);
        await client.SendAsync([.. Enumerable.Range(0, 10).SelectMany(index => RawFrame.Of(RawFrame.Ping, $"{index}")),
            .. RawFrame.Of(RawFrame.Ping, longest)]);
        for (int index = 0; index < 10; index++)
        {
            await client.ExpectAsync(RawFrame.Pong, $"{index}");
        }

        await client.ExpectAsync(RawFrame.Pong, longest);
    }

    [Theory]
    [Attack("WS-07")]
    [Rfc("6455", "10.4")]
    [InlineData(100, 0, true)]
    [InlineData(101, 1009, true)]
    [InlineData(50, 0, false)]
    [InlineData(51, 1009, false)]
    public async Task A_message_is_as_long_as_it_may_be_and_no_longer(int bytes, int code, bool isOne)
    {
        await using ServedConnection served = SocketClient.Serve(options: new WebSocketOptions { MaxMessageBytes = 100 });
        SocketClient client = await SocketClient.OpenAsync(served);
        string part = new('x', bytes);
        await client.SendAsync(isOne
            ? RawFrame.Of(RawFrame.Text, part)
            : [.. RawFrame.Of(0x01, part), .. RawFrame.Of(0x80, part)]);
        if (code == 0)
        {
            await client.ExpectAsync(RawFrame.Text, isOne ? part : part + part);
        }
        else
        {
            await client.ExpectCloseAsync(code);
        }
    }

    [Theory]
    [Attack("WS-07")]
    [Rfc("6455", "10.4")]
    [InlineData(128, 0, 0)]
    [InlineData(129, 0, 1008)]
    [InlineData(129, 63, 1008)]
    [InlineData(65_536, 64, 0)]
    public async Task Short_fragments_are_counted_and_long_ones_are_not(int fragments, int bytes, int code)
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        string part = new('x', bytes);
        Task<(int First, byte[] Payload)> receiving = client.ReceiveAsync();
        await client.SendAsync(
        [
            .. RawFrame.Of(0x01, part),
            .. Enumerable.Range(0, fragments - 2).SelectMany(_ => RawFrame.Of(0x00, part)),
            .. RawFrame.Of(0x80, part),
        ]);
        (int first, byte[] payload) = await receiving;
        Assert.Equal(code == 0 ? RawFrame.Text : RawFrame.Close, first);
        Assert.Equal(code == 0 ? fragments * bytes : code, code == 0 ? payload.Length : (payload[0] << 8) | payload[1]);
    }

    [Theory]
    [Attack("WS-10")]
    [InlineData(RawFrame.Ping)]
    [InlineData(RawFrame.Pong)]
    public async Task A_flood_of_pings_or_pongs_ends_the_conversation(int first)
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        await client.SendAsync([.. Enumerable.Range(0, 101).SelectMany(_ => RawFrame.Of(first, ""))]);
        for (int pongs = 0; pongs < (first == RawFrame.Ping ? 100 : 0); pongs++)
        {
            await client.ExpectAsync(RawFrame.Pong, "");
        }

        await client.ExpectCloseAsync(1008);
    }

    [Fact]
    [Attack("WS-10")]
    public async Task Pings_that_time_or_messages_have_earned_are_answered()
    {
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        await PingAsync(100);
        served.Advance(1);
        await PingAsync(20);
        await client.SendAsync(RawFrame.Of(RawFrame.Text, "useful"));
        await client.ExpectAsync(RawFrame.Text, "useful");
        await PingAsync(1);
        await client.SendAsync(RawFrame.Of(RawFrame.Ping, ""));
        await client.ExpectCloseAsync(1008);

        async Task PingAsync(int count)
        {
            await client.SendAsync([.. Enumerable.Range(0, count).SelectMany(_ => RawFrame.Of(RawFrame.Ping, ""))]);
            for (int pongs = 0; pongs < count; pongs++)
            {
                await client.ExpectAsync(RawFrame.Pong, "");
            }
        }
    }

    private static Task SendAsync(SocketClient client, byte[] frames, bool isSlow) =>
        isSlow ? client.SendSlowlyAsync(frames) : client.SendAsync(frames);
}
