// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Diagnostics;

[Collection(nameof(MeasuredAlone))]
public sealed class SpanTests : IDisposable
{
    private const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public SpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Linnet",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_span_belongs_to_the_trace_of_its_client_and_handlers_stand_in_it()
    {
        Activity span = await AskAsync(
            $"GET /orders/7?key=secret HTTP/1.1\r\nHost: a.example:81\r\nUser-Agent: me\r\nTraceparent: {Parent}\r\n"
            + "tracestate: a=1\r\nTraceState: b=2\r\nConnection: close\r\n\r\n");
        Assert.Equal("GET /orders/{id}", span.DisplayName);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", span.TraceId.ToString());
        Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToString());
        Assert.Equal("a=1,b=2", span.TraceStateString);
        Assert.True(span.HasRemoteParent);
        Assert.Equal(
            "http.request.method=GET url.path=/orders/7 url.scheme=http network.protocol.version=1.1 "
            + "client.address=127.0.0.1 server.address=a.example server.port=81 user_agent.original=me "
            + "seen.by.handler=True http.route=/orders/{id} http.response.status_code=200",
            string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1\r\n")]
    [InlineData($"traceparent: {Parent}\r\ntraceparent: {Parent}\r\n")]
    public async Task A_request_without_a_valid_parent_begins_a_trace(string fields)
    {
        // What goes on where the server is started is not the parent either.
        using Activity starting = new Activity("starting").Start();
        Activity span = await AskAsync($"GET /orders/7 HTTP/1.0\r\n{fields}\r\n");
        Assert.Null(span.ParentId);
        Assert.NotEqual(starting.TraceId, span.TraceId);
        Assert.Null(span.TraceStateString);
    }

    [Fact]
    public async Task A_state_that_is_not_valid_is_left_out_and_the_parent_stays()
    {
        Activity span = await AskAsync($"GET /orders/7 HTTP/1.0\r\ntraceparent: {Parent}\r\ntracestate: a=1,B=2\r\n\r\n");
        Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToString());
        Assert.Null(span.TraceStateString);
    }

    [Theory]
    [InlineData("GET /fails HTTP/1.0\r\n\r\n", "GET /fails", "System.TimeoutException", ActivityStatusCode.Error)]
    [InlineData("POKE /missing HTTP/1.0\r\n\r\n", "HTTP", "501", ActivityStatusCode.Error)]
    [InlineData("POST / HTTP/1.0\r\nContent-Length: 99999999\r\n\r\n", "POST", "BodyTooLarge", ActivityStatusCode.Unset)]
    public async Task What_went_wrong_is_in_the_span(string request, string name, string? error, ActivityStatusCode status)
    {
        Activity span = await AskAsync(request);
        Assert.Equal(name, span.DisplayName);
        Assert.Equal(error, span.GetTagItem("error.type"));
        Assert.Equal(status, span.Status);
    }

    private async Task<Activity> AskAsync(string request)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Get("/orders/{id}", exchange =>
        {
            Activity.Current?.SetTag("seen.by.handler", true);
            return exchange.Route["id"];
        });
        server.Get("/fails", Result (exchange) => throw new TimeoutException());
        await using RunningServer served = await RunningServer.StartAsync(server);
        await served.AskAsync(request);
        await server.StopAsync(TimeSpan.FromSeconds(10));
        return Assert.Single(_spans);
    }
}
