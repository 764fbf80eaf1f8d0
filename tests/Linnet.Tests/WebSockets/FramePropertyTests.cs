// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Threading.Tasks;
using CsCheck;
using Linnet.Conformance;
using Linnet.Tests.Connections;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

/// <summary>Whatever a client sends, the conversation ends in order and nobody is told of a failure.</summary>
public sealed class FramePropertyTests
{
    private static readonly Gen<byte[]> Frame =
        Gen.Select(Gen.Int[0, 255], Gen.Byte.Array[0, 200], Gen.Bool, Gen.Int[0, 20]).Select((first, payload, isMasked, odds) =>
            RawFrame.Of(odds < 18 ? Usual[first % Usual.Length] : first, payload, isMasked: isMasked || odds < 18));

    private static int[] Usual => [0x01, 0x81, 0x02, 0x82, 0x00, 0x80, 0x89, 0x8A, 0xC1, 0xC2, 0x42];

    [Fact]
    [Attack("WS-03")]
    [Attack("WS-04")]
    [Attack("WS-06")]
    public Task Frames_of_every_kind_in_every_order_end_in_order() =>
        Gen.Select(Frame.List[1, 20], Gen.Bool).SampleAsync(
            static async (frames, compresses) =>
                await ExpectOrderAsync([.. frames.SelectMany(static frame => frame)], compresses),
            iter: 300);

    [Fact]
    [Attack("WS-04")]
    public Task Bytes_that_mean_nothing_end_in_order() =>
        Gen.Select(Gen.Byte.Array[1, 300], Gen.Bool).SampleAsync(
            static async (bytes, compresses) => await ExpectOrderAsync(bytes, compresses), iter: 300);

    private static async Task ExpectOrderAsync(byte[] sent, bool compresses)
    {
        await using ServedConnection served = SocketClient.Serve(options: new WebSocketOptions { Compresses = compresses });
        SocketClient client = await SocketClient.OpenAsync(served, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        await client.SendAsync(sent);
        await client.CloseAsync();
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }
}
