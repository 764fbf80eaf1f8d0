// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Tests;

/// <summary>What a server that tolerates faults says of them.</summary>
public sealed class HttpServerLeniencyTests
{
    private const string LineFeeds = "GET /\u001b HTTP/1.1\nHost: a\n\n";
    private const string Spaces = "GET /a  HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly HttpHandler Hello = static exchange => exchange.Response.WriteAsync("hello");

    [Theory]
    [InlineData(LenientRules.None, "GET /a HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData(LenientRules.BareLineFeed, "GET /a HTTP/1.1\nHost: a\n\n", 200)]
    [InlineData(LenientRules.BareLineFeed, Spaces, 400)]
    [InlineData(LenientRules.BareLineFeed, LineFeeds, 400)]
    [InlineData(LenientRules.SpacesBeforeVersion, Spaces, 200)]
    [InlineData(LenientRules.HostUnlikeTarget, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 200)]
    [InlineData(LenientRules.None, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 400)]
    [Attack("LN-01")]
    [Attack("LN-05")]
    [Attack("HD-04")]
    public async Task Tolerates_what_it_was_told_to_and_nothing_else(LenientRules rules, string request, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync(Hello, new() { Lenient = rules });
        Assert.StartsWith($"HTTP/1.1 {status} ", await server.AskAsync(Carriage.Here(request)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_of_each_tolerated_request_with_its_faults_and_its_bytes_escaped()
    {
        ConcurrentQueue<ToleratedRequest> tolerated = new();
        await using RunningServer server = await RunningServer.StartAsync(Hello, new()
        {
            Lenient = LenientRules.BareLineFeed | LenientRules.SpacesBeforeVersion,
            RequestTolerated = tolerated.Enqueue,
        });
        await server.AskAsync("GET /a  HTTP/1.1\nHost: a\nX: \u00e9\n\n");
        await server.AskAsync("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        ToleratedRequest request = Assert.Single(tolerated);
        Assert.Equal(LenientRules.BareLineFeed | LenientRules.SpacesBeforeVersion, request.Rules);
        Assert.Equal(@"GET /a  HTTP/1.1\nHost: a\nX: \xe9\n\n", request.Bytes);
        Assert.NotNull(request.RemoteEndPoint);
    }

    [Fact]
    public async Task Counts_tolerated_requests_by_rule()
    {
        ConcurrentQueue<string> counted = new();
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Linnet", Name: "linnet.server.tolerated_requests" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) => counted.Enqueue($"{count} {tags[0].Key} {tags[0].Value}"));
        listener.Start();
        await using RunningServer server = await RunningServer.StartAsync(Hello, new() { Lenient = (LenientRules)7 });
        await server.AskAsync(Carriage.Here("GET http://a/  HTTP/1.1\nHost: b\n\n"));

        // Servers of other tests may count at the same time: what has to be there is, at least.
        IEnumerable<string> expected =
            ["1 rule BareLineFeed", "1 rule SpacesBeforeVersion", "1 rule HostUnlikeTarget"];
        Assert.Empty(expected.Except(counted));
    }

    [Fact]
    public async Task A_listener_that_throws_changes_nothing()
    {
        await using RunningServer server = await RunningServer.StartAsync(Hello, new()
        {
            Lenient = LenientRules.SpacesBeforeVersion,
            RequestTolerated = static _ => throw new InvalidOperationException("listener"),
        });
        Assert.EndsWith("hello", await server.AskAsync(Spaces), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public void A_rule_that_is_none_is_refused(int rules) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpServerOptions { Lenient = (LenientRules)rules });

    [Fact]
    public void The_rules_that_can_be_named_are_those_of_the_protocol()
    {
        Assert.Equal(Enum.GetNames<Leniency>(), Enum.GetNames<LenientRules>());
        Assert.Equal(
            Enum.GetValues<Leniency>().Select(rule => (int)rule), Enum.GetValues<LenientRules>().Select(rule => (int)rule));
    }
}
