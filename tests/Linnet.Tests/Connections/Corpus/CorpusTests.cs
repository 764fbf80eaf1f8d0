// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>
/// Every probe through the whole server, and one verdict however its bytes arrive: the status, the state of the connection,
/// and that nothing behind a refused request is executed.
/// </summary>
public sealed class CorpusTests
{
    private const string Good = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";

    // Each way of a probe is a connection of its own, and over TLS a handshake of some milliseconds: there, a sample of them.
    private static int EveryCut => Carriage.IsSecured ? 31 : 1;

    private static int Seeds => Carriage.IsSecured ? 1 : 3;

    [Theory]
    [MemberData(nameof(FramingProbes.All), MemberType = typeof(FramingProbes))]
    [Attack("FR-01"), Attack("FR-02"), Attack("FR-03"), Attack("FR-04"), Attack("FR-05"), Attack("FR-06"), Attack("FR-07")]
    [Attack("FR-08"), Attack("FR-09"), Attack("FR-10"), Attack("FR-11"), Attack("FR-12"), Attack("FR-13"), Attack("FR-14")]
    [Attack("FR-15"), Attack("FR-16"), Attack("FR-17"), Attack("FR-18"), Attack("FR-21"), Attack("FR-22"), Attack("FR-25")]
    [Attack("FR-27")]
    [Rfc("9112", "6.1"), Rfc("9112", "6.3"), Rfc("9110", "8.6")]
    internal Task Frames_a_body_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(ChunkProbes.All), MemberType = typeof(ChunkProbes))]
    [Attack("CH-01"), Attack("CH-02"), Attack("CH-03"), Attack("CH-04"), Attack("CH-05"), Attack("CH-06"), Attack("CH-07")]
    [Attack("CH-08"), Attack("CH-09"), Attack("CH-10"), Attack("CH-11"), Attack("CH-12"), Attack("CH-13"), Attack("CH-14")]
    [Rfc("9112", "7.1"), Rfc("9112", "7.1.1"), Rfc("9112", "7.1.2")]
    internal Task Reads_chunks_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(LineProbes.All), MemberType = typeof(LineProbes))]
    [Attack("LN-01"), Attack("LN-02"), Attack("LN-03"), Attack("LN-04"), Attack("LN-05"), Attack("LN-06"), Attack("LN-07")]
    [Attack("LN-08"), Attack("LN-09"), Attack("LN-10"), Attack("LN-11"), Attack("LN-12"), Attack("LN-13"), Attack("LN-14")]
    [Rfc("9112", "2.2"), Rfc("9112", "3"), Rfc("9112", "3.2")]
    internal Task Reads_a_request_line_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(FieldProbes.All), MemberType = typeof(FieldProbes))]
    [Attack("HD-01"), Attack("HD-02"), Attack("HD-03"), Attack("HD-04"), Attack("HD-05"), Attack("HD-07"), Attack("HD-08")]
    [Attack("HD-09"), Attack("HD-10"), Attack("HD-17")]
    [Rfc("9112", "5"), Rfc("9112", "5.1"), Rfc("9112", "3.2")]
    internal Task Reads_fields_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    /// <summary>
    /// A chunked body that nobody wants is broken all the same: the verdict does not depend on who handles the request, and
    /// no byte behind it is one.
    /// </summary>
    [Theory]
    [MemberData(nameof(ChunkProbes.All), MemberType = typeof(ChunkProbes))]
    [Attack("CH-01"), Attack("CH-02"), Attack("CH-04"), Attack("CH-07"), Attack("CH-13"), Attack("FR-18")]
    [Rfc("9112", "7.1"), Rfc("9112", "9.3")]
    internal async Task An_unread_body_is_judged_by_the_same_rules(Probe probe)
    {
        foreach (Delivery delivery in new[] { Delivery.Whole, Delivery.ByteByByte, Delivery.Random(5) })
        {
            EchoHandler handler = new();
            await ExpectSameVerdictAsync(probe, handler.IgnoreAsync, delivery);
            await ExpectSameVerdictAsync(probe, handler.IgnoreAndPromiseLengthAsync, delivery);
            Assert.Equal(probe.Verdict == Verdict.Served ? 2 : 0, handler.Canaries);
        }
    }

    private static async Task ExpectSameVerdictAsync(
        Probe probe, HttpHandler answer, Delivery delivery)
    {
        await using ServedConnection served = ServedConnection.Start(
            answer, options: new MemoryOptions { ToServer = delivery });
        await served.Client.SendAsync(Good + probe.Raw + EchoHandler.Canary);
        Assert.Equal("GET /good", (await served.Client.ReceiveAsync()).Text);
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(probe.Status, response.Status);
        if (probe.Verdict == Verdict.Served)
        {
            Assert.Equal("GET /canary", (await served.Client.ReceiveAsync()).Text);
            return;
        }

        Assert.True(response.SaysClose, "The answer does not say that the connection closes.");
        await served.Client.ExpectEndAsync();
        Assert.Equal(probe.Rejection, (await served.CloseAsync()).Rejection);
    }

    private static async Task RunEveryWayAsync(Probe original)
    {
        Probe probe = original.Here();
        await RunAsync(probe, "at once", static available => available);
        await RunAsync(probe, "one byte at a time", static _ => 1);
        await RunAsync(probe, "at once, received one byte at a time", static available => available, Delivery.ByteByByte);
        for (int seed = 1; seed <= Seeds; seed++)
        {
            await RunAsync(probe, $"in random pieces from seed {seed}", Delivery.Random(seed).Next);
        }

        for (int cut = 1; cut < probe.Raw.Length; cut += EveryCut)
        {
            int first = cut;
            int whole = probe.Raw.Length + EchoHandler.Canary.Length;
            await RunAsync(probe, $"cut at {cut}", available => available == whole ? first : available);
        }

        await RunAsync(probe, "behind a good request", static available => available, good: Good);
        await RunAsync(probe, "behind a good request, in random pieces", Delivery.Random(4).Next, good: Good);
    }

    private static async Task RunAsync(
        Probe probe, string way, Func<int, int> pieces, Delivery? delivery = null, string good = "")
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(
            handler.EchoAsync, options: new MemoryOptions { ToServer = delivery ?? Delivery.Whole });
        try
        {
            await served.Client.SendInPiecesAsync(good + probe.Raw + EchoHandler.Canary, pieces);
            if (good.Length > 0)
            {
                Assert.Equal("GET /good ", (await served.Client.ReceiveAsync()).Text);
            }

            await JudgeAsync(probe, served, handler);
            Assert.Empty(served.Failures);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{probe}, {way}: {exception.Message}", exception);
        }
    }

    private static async Task JudgeAsync(Probe probe, ServedConnection served, EchoHandler handler)
    {
        ReceivedResponse response = await served.Client.ReceiveAsync(probe.IsHead);
        Assert.Equal(probe.Status, response.Status);
        if (probe.Body is not null && !probe.IsHead)
        {
            Assert.EndsWith($" {probe.Body}", response.Text, StringComparison.Ordinal);
        }

        if (probe.Verdict == Verdict.Served)
        {
            Assert.False(response.SaysClose);
            Assert.Equal("GET /canary ", (await served.Client.ReceiveAsync()).Text);
            Assert.Equal(ConnectionEndCause.PeerClosed, (await served.CloseAsync()).Cause);
            return;
        }

        Assert.True(response.SaysClose, "The answer does not say that the connection closes.");
        await served.Client.ExpectEndAsync();
        ConnectionEnd end = await served.CloseAsync();
        Assert.Equal(0, handler.Canaries);
        Assert.Equal(probe.Rejection, end.Rejection);
        Assert.Equal(
            probe.Verdict == Verdict.Refused ? ConnectionEndCause.Rejected : ConnectionEndCause.RequestedByPeer, end.Cause);
    }
}
