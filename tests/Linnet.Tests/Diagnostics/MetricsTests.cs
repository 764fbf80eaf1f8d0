// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Diagnostics;

[Collection(nameof(MeasuredAlone))]
public sealed class MetricsTests
{
    private const string Duration = "http.server.request.duration";
    private const string Active = "http.server.active_requests";

    [Fact]
    public async Task A_request_is_measured_under_the_names_of_the_conventions()
    {
        using Measurements measured = new(Duration);
        await AskAsync("GET /orders/7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(
            [
                $"{Duration} http.request.method=GET url.scheme=http network.protocol.version=1.1 "
                + "http.response.status_code=200 http.route=/orders/{id}",
            ],
            measured.All);
    }

    [Theory]
    [InlineData("POKE /orders/7 HTTP/1.0\r\n\r\n", "_OTHER url.scheme=http network.protocol.version=1.0 http.response.status_code=405")]
    [InlineData(
        "GET /fails HTTP/1.0\r\n\r\n",
        "GET url.scheme=http network.protocol.version=1.0 http.response.status_code=500 http.route=/fails "
        + "error.type=System.TimeoutException")]
    [InlineData(
        "GET /refuses HTTP/1.0\r\n\r\n",
        "GET url.scheme=http network.protocol.version=1.0 http.response.status_code=503 http.route=/refuses error.type=503")]
    [InlineData(
        "GET / HTTP/1.1\r\n\r\n",
        "_OTHER url.scheme=http http.response.status_code=400 error.type=MissingHost")]
    [InlineData("GET /missing HTTP/1.0\r\n\r\n", "GET url.scheme=http network.protocol.version=1.0 http.response.status_code=404")]
    public async Task A_label_is_one_of_a_few_whatever_the_client_sends(string request, string labels)
    {
        using Measurements measured = new(Duration);
        await AskAsync(request);
        Assert.Equal([$"{Duration} http.request.method={labels}"], measured.All);
    }

    [Fact]
    public async Task Requests_under_way_and_connections_are_counted_up_and_down()
    {
        const string connections = "linnet.server.active_connections";
        using Measurements measured = new(Active, connections, "linnet.server.ended_connections");
        await AskAsync("GET /orders/7 HTTP/1.0\r\n\r\n");
        Assert.Equal(2, measured.All.Count(entry => entry == $"{Active} http.request.method=GET url.scheme=http"));
        Assert.Equal(0, measured.Sum($"{Active} http.request.method=GET url.scheme=http"));
        Assert.Equal(2, measured.All.Count(entry => entry == $"{connections} "));
        Assert.Equal(0, measured.Sum($"{connections} "));
        Assert.Contains("linnet.server.ended_connections cause=RequestedByPeer", measured.All);
    }

    [Fact]
    [Attack("RL-09")]
    public async Task A_refused_request_is_counted_by_its_reason()
    {
        using Measurements measured = new("linnet.server.rejected_requests");
        await AskAsync("GET / HTTP/1.1\nHost: a\r\n\r\n");
        Assert.Equal(["linnet.server.rejected_requests reason=BareLineFeed"], measured.All);
    }

    [Fact]
    public async Task Whoever_begins_to_measure_in_the_middle_of_a_request_counts_no_end_without_a_beginning()
    {
        Measurements? measured = null;
        HttpServer server = new("http://127.0.0.1:0", exchange =>
        {
            measured = new Measurements(Active, Duration);
            return exchange.Response.WriteAsync("x");
        });
        await using (RunningServer served = await RunningServer.StartAsync(server))
        {
            await served.AskAsync("GET / HTTP/1.0\r\n\r\n");
        }

        Assert.NotNull(measured);
        Assert.Empty(measured.All);
        measured.Dispose();
    }

    /// <summary>Asks one thing of a server that has stopped, and so told everything, when this returns.</summary>
    private static async Task AskAsync(string request)
    {
        HttpServer server = new("http://127.0.0.1:0");
        server.Get("/orders/{id}", exchange => exchange.Route["id"]);
        server.Get("/fails", Result (exchange) => throw new TimeoutException());
        server.Get("/refuses", exchange => Results.Status(503));
        await using RunningServer served = await RunningServer.StartAsync(server);
        await served.AskAsync(request);
        await server.StopAsync(TimeSpan.FromSeconds(10));
    }
}
