// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Diagnostics;

[Collection(nameof(MeasuredAlone))]
public sealed partial class EventSourceTests
{
    [Theory]
    [InlineData(
        "GET /orders/7 HTTP/1.0\r\n\r\n",
        "RequestStart(GET /orders/7 HTTP/1.0) RequestStop(GET /orders/7 HTTP/1.0, /orders/{id}, 200, , #)")]
    [InlineData(
        "GET /orders/7 HTTP/1.1\r\n\r\n",
        "RequestStop(GET /orders/7 HTTP/1.1, , 400, MissingHost, #)")]
    [InlineData(
        "POST /orders/7 HTTP/1.0\r\nContent-Length: 99999999\r\n\r\n",
        "RequestStart(POST /orders/7 HTTP/1.0) RequestStop(POST /orders/7 HTTP/1.0, , 413, BodyTooLarge, #)")]
    public async Task A_request_starts_and_stops_and_a_refused_one_says_why(string request, string expected)
    {
        using Events events = new(EventLevel.Informational);
        await AskAsync(request);
        Assert.Equal(expected, string.Join(' ', events.All));
    }

    [Fact]
    [Attack("RL-08")]
    public async Task What_a_client_sends_is_escaped()
    {
        using Events events = new(EventLevel.Informational);
        await AskAsync("GET /\u001B[31m HTTP/1.0\r\n\r\n");
        Assert.Equal(
            @"RequestStop(GET /\x1b[31m HTTP/1.0, , 400, InvalidTargetCharacter, #)", string.Join(' ', events.All));
    }

    [Fact]
    public async Task What_a_handler_throws_is_an_event_of_its_own()
    {
        using Events events = new(EventLevel.Error);
        await AskAsync("GET /orders/7 HTTP/1.0\r\n\r\n");
        Assert.Empty(events.All);
        await AskAsync("GET /fails HTTP/1.0\r\n\r\n");
        Assert.StartsWith("HandlerFailed(System.TimeoutException: ", Assert.Single(events.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_connections_are_told_of_to_those_who_ask_for_much()
    {
        using Events events = new(EventLevel.Verbose);
        await AskAsync("GET /orders/7 HTTP/1.0\r\n\r\n");
        Assert.Equal("ConnectionEnded(RequestedByPeer, 1)", events.All.Last());
    }

    [Fact]
    public async Task Nobody_is_told_of_anything_before_or_after_listening()
    {
        Events events = new(level: null);
        await AskAsync("GET /orders/7 HTTP/1.0\r\n\r\n");
        events.Dispose();
        await AskAsync("GET /fails HTTP/1.0\r\n\r\n");
        Assert.Empty(events.All);
    }

    private static async Task AskAsync(string request)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Get("/orders/{id}", exchange => exchange.Route["id"]);
        server.Get("/fails", Result (exchange) => throw new TimeoutException());
        await using RunningServer served = await RunningServer.StartAsync(server);
        await served.AskAsync(request);
        await server.StopAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Listens to Linnet's source, from a level on or not at all.</summary>
    private sealed partial class Events : EventListener
    {
        private readonly ConcurrentQueue<string> _all = new();

        public Events(EventLevel? level)
        {
            // Sources are announced while the base class constructs, before there is a level.
            if (level is { } wanted)
            {
                EnableEvents(ServerEventSource.Log, wanted);
            }
        }

        public string[] All => [.. _all];

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name == "Linnet")
            {
                string values = string.Join(", ", eventData.Payload ?? new([]));
                _all.Enqueue($"{eventData.EventName}({Microseconds().Replace(values, ", #")})");
            }
        }

        // Behind the error of a request; whoever ends a connection says how many it had.
        [GeneratedRegex("(?<=, [0-9]{3}, .*), [0-9]+$")]
        private static partial Regex Microseconds();
    }
}
