// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Protocol.Messages;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>Every probe once more, against a server that tolerates all that can be tolerated.</summary>
public sealed class LeniencyTests
{
    private static readonly Http1Settings Lenient = new()
    {
        Tolerated = Leniency.BareLineFeed | Leniency.SpacesBeforeVersion | Leniency.HostUnlikeTarget,
    };

    [Theory]
    [MemberData(nameof(FramingProbes.All), MemberType = typeof(FramingProbes))]
    [MemberData(nameof(ChunkProbes.All), MemberType = typeof(ChunkProbes))]
    [MemberData(nameof(LineProbes.All), MemberType = typeof(LineProbes))]
    [MemberData(nameof(FieldProbes.All), MemberType = typeof(FieldProbes))]
    [Rfc("9112", "11.2")]
    [Attack("FR-01"), Attack("FR-07"), Attack("FR-17"), Attack("CH-01"), Attack("CH-02"), Attack("CH-13")]
    [Attack("LN-01"), Attack("LN-02"), Attack("LN-05"), Attack("HD-04")]
    internal async Task Whatever_is_not_served_strictly_is_the_last_of_its_connection(Probe original)
    {
        Probe probe = original.Here();
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync, Lenient);
        await served.Client.SendAsync(probe.Raw + EchoHandler.Canary);
        ReceivedResponse response = await served.Client.ReceiveAsync(probe.IsHead);
        if (probe.Verdict == Verdict.Served)
        {
            Assert.Equal(probe.Status, response.Status);
            Assert.False(response.SaysClose);
            Assert.Equal("GET /canary ", (await served.Client.ReceiveAsync()).Text);
            return;
        }

        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(0, handler.Canaries);
        ConnectionEnd end = await served.CloseAsync();
        Assert.Equal(end.Cause == ConnectionEndCause.Tolerated ? 200 : probe.Status, response.Status);
    }

    [Theory]
    [MemberData(nameof(FramingProbes.All), MemberType = typeof(FramingProbes))]
    [MemberData(nameof(ChunkProbes.All), MemberType = typeof(ChunkProbes))]
    [MemberData(nameof(LineProbes.All), MemberType = typeof(LineProbes))]
    [MemberData(nameof(FieldProbes.All), MemberType = typeof(FieldProbes))]
    [Rfc("9112", "2.2")]
    [Rfc("9112", "11.2")]
    [Attack("LN-01")]
    internal async Task Nothing_is_executed_behind_a_request_written_in_line_feeds(Probe probe)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync, Lenient);
        await served.Client.SendAsync(
            probe.Raw.Replace("\r\n", "\n", StringComparison.Ordinal) + EchoHandler.Canary);
        served.Client.EndSending();
        await served.EndAsync();
        Assert.Equal(0, handler.Canaries);
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc", "POST /a abc")]
    [InlineData("POST /a  HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "POST /a abc")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", "GET http://a/ ")]
    [Attack("LN-01"), Attack("LN-05"), Attack("HD-04")]
    public async Task A_tolerated_request_is_answered_and_says_close(string request, string text)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync, Lenient);
        await served.Client.SendInPiecesAsync(Carriage.Here(request) + EchoHandler.Canary, static _ => 1);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal((200, Carriage.Here(text)), (response.Status, response.Text));
        Assert.True(response.SaysClose);
        await served.Client.ExpectEndAsync();
        Assert.Equal(ConnectionEndCause.Tolerated, (await served.CloseAsync()).Cause);
        Assert.Equal(0, handler.Canaries);
    }
}
