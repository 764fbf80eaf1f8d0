// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Tests.Exchanges;

using Xunit;

namespace Linnet.Tests;

/// <summary>The lines that everybody sees first, as they stand.</summary>
public sealed class SnippetTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_lines_work_as_they_stand()
    {
        Dictionary<int, Point> orders = new() { [7] = new Point(1, 2) };
        await using HttpServer server = new("http://127.0.0.1:0");
        server.Get("/", () => "Hello, World!");
        server.Get("/hello/{name}", exchange => $"Hello, {exchange.Route["name"]}!");
        server.Get("/orders/{id:int}", exchange => Results.Json(orders[exchange.Route.Int("id")], Shapes.Default.Point));
        server.Post("/echo", async exchange => await exchange.Request.Body.CopyToAsync(exchange.Response.Body, exchange.Aborted));
        server.Use(async (exchange, next) => { exchange.Response.Headers["x-served-by"] = "linnet"; await next(exchange); });
        using CancellationTokenSource stop = new();
        await server.StartAsync(Cancelled);
        Task running = server.RunAsync(stop.Token);

        using HttpClient client = new() { BaseAddress = new Uri($"http://{(IPEndPoint)server.BoundEndPoints[0]}") };
        Assert.Equal("Hello, World!", await client.GetStringAsync("/", Cancelled));
        Assert.Equal("Hello, café!", await client.GetStringAsync("/hello/café", Cancelled));
        Assert.Equal("""{"X":1,"Y":2}""", await client.GetStringAsync("/orders/7", Cancelled));
        using StringContent content = new(new string('x', 100_000));
        using HttpResponseMessage echoed = await client.PostAsync("/echo", content, Cancelled);
        Assert.Equal(100_000, (await echoed.Content.ReadAsStringAsync(Cancelled)).Length);
        Assert.Equal(["linnet"], echoed.Headers.GetValues("x-served-by"));
        using HttpResponseMessage missing = await client.GetAsync("/missing", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(["linnet"], missing.Headers.GetValues("x-served-by"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_handler_given_to_the_server_answers_what_no_route_matches()
    {
        await using HttpServer server = new("http://127.0.0.1:0", static exchange => exchange.Response.WriteAsync("otherwise"));
        server.Get("/a", () => "routed");
        server.Use((exchange, next) => next(exchange));
        await server.StartAsync(Cancelled);
        using HttpClient client = new() { BaseAddress = new Uri($"http://{(IPEndPoint)server.BoundEndPoints[0]}") };
        Assert.Equal("routed", await client.GetStringAsync("/a", Cancelled));
        Assert.Equal("otherwise", await client.GetStringAsync("/b", Cancelled));
        using HttpResponseMessage refused = await client.DeleteAsync("/a", Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }
}
