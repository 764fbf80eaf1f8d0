// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Linnet.Tls;
using Xunit;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>
/// Every probe once more, at a whole server over a real loopback connection, which delivers in pieces of its own choice and
/// resets where a close comes too early: the same verdict, no answer lost, and no canary executed.
/// </summary>
public abstract class WholeServerCorpus : IAsyncDisposable
{
    private const string Good = "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";

    private protected static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly EchoHandler _handler = new();
    private readonly ConcurrentQueue<ConnectionEnd> _ends = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly HttpServer _server;

    /// <summary>A server at an address, with certificates if that needs one.</summary>
    private protected WholeServerCorpus(string address, params Certificate[] certificates) =>
        _server = new HttpServer(address, _handler.EchoAsync)
        {
            Options = new HttpServerOptions
            {
                Certificates = certificates,
                ConnectionEnded = (_, end) => _ends.Enqueue(end),
                HandlerFailed = _failures.Enqueue,
            },
        };

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(FramingProbes.All), MemberType = typeof(FramingProbes))]
    [Attack("FR-01"), Attack("FR-02"), Attack("FR-09"), Attack("FR-13"), Attack("FR-15")]
    internal Task Frames_a_body_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(ChunkProbes.All), MemberType = typeof(ChunkProbes))]
    [Attack("CH-01"), Attack("CH-02"), Attack("CH-04"), Attack("CH-07"), Attack("CH-13")]
    internal Task Reads_chunks_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(LineProbes.All), MemberType = typeof(LineProbes))]
    [Attack("LN-01"), Attack("LN-06"), Attack("LN-09"), Attack("LN-14")]
    internal Task Reads_a_request_line_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    [Theory]
    [MemberData(nameof(FieldProbes.All), MemberType = typeof(FieldProbes))]
    [Attack("HD-01"), Attack("HD-04"), Attack("HD-08"), Attack("HD-10")]
    internal Task Reads_fields_in_one_way_only(Probe probe) => RunEveryWayAsync(probe);

    /// <summary>A new connection to the server.</summary>
    internal abstract Task<Connection> ConnectAsync(IPEndPoint server);

    /// <summary>The probe as it means the same at this server.</summary>
    internal virtual Probe Here(Probe probe) => probe;

    private async Task RunEveryWayAsync(Probe original)
    {
        Probe probe = Here(original);
        await _server.StartAsync(Cancelled);
        await RunAsync(probe, "at once", static available => available);
        await RunAsync(probe, "in random pieces from seed 5", Delivery.Random(5).Next);
        await RunAsync(probe, "behind a good request", static available => available, Good);
        await RunAsync(probe, "behind a good request, in random pieces from seed 6", Delivery.Random(6).Next, Good);
        Assert.Empty(_failures);
        Assert.Equal(probe.Verdict == Verdict.Served ? 4 : 0, _handler.Canaries);
    }

    private async Task RunAsync(Probe probe, string way, Func<int, int> pieces, string good = "")
    {
        await using Connection connection = await ConnectAsync((IPEndPoint)_server.BoundEndPoints[0]);
        RawClient client = new(connection);
        try
        {
            await client.SendInPiecesAsync(good + probe.Raw + EchoHandler.Canary, pieces);
            if (good.Length > 0)
            {
                Assert.Equal("GET /good ", (await client.ReceiveAsync()).Text);
            }

            await JudgeAsync(probe, client);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{probe}, {way}: {exception.Message}", exception);
        }
    }

    private async Task JudgeAsync(Probe probe, RawClient client)
    {
        ReceivedResponse response = await client.ReceiveAsync(probe.IsHead);
        Assert.Equal(probe.Status, response.Status);
        if (probe.Body is not null && !probe.IsHead)
        {
            Assert.EndsWith($" {probe.Body}", response.Text, StringComparison.Ordinal);
        }

        Assert.Equal(probe.Verdict != Verdict.Served, response.SaysClose);
        if (probe.Verdict == Verdict.Served)
        {
            Assert.Equal("GET /canary ", (await client.ReceiveAsync()).Text);
            client.EndSending();
        }

        await client.ExpectEndAsync();
        await client.Connection.DisposeAsync();
        ConnectionEnd end = default;
        await Eventually.TrueAsync(() => _ends.TryDequeue(out end));
        Assert.Equal(probe.Rejection, end.Rejection);
        Assert.Equal(
            probe.Verdict switch
            {
                Verdict.Served => ConnectionEndCause.PeerClosed,
                Verdict.Refused => ConnectionEndCause.Rejected,
                _ => ConnectionEndCause.RequestedByPeer,
            },
            end.Cause);
    }
}
