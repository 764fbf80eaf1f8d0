// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

using Xunit;

namespace Linnet.Tests;

/// <summary>Requests taken in a loop, as from HttpListener.</summary>
public sealed class PullTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_loop_answers_what_no_route_matches()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        server.Get("/routed", () => "by a route");
        await server.StartAsync(Cancelled);
        using CancellationTokenSource leave = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task loop = AnswerAsync(
            server, exchange => exchange.Response.WriteAsync($"pulled {exchange.Request.Path}", Cancelled), leave.Token);
        using HttpClient client = ClientOf(server);
        Assert.Equal("by a route", await client.GetStringAsync("/routed", Cancelled));
        for (int number = 0; number < 20; number++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/{number}");
            Assert.Equal($"pulled {path}", await client.GetStringAsync(path, Cancelled));
        }

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);

        // Nobody asks any more, and the server goes on.
        using HttpResponseMessage missing = await client.GetAsync("/0", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("by a route", await client.GetStringAsync("/routed", Cancelled));
    }

    [Fact]
    public async Task Exchanges_can_be_answered_side_by_side_and_out_of_order()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        await server.StartAsync(Cancelled);
        const int Count = 8;
        Task<List<HttpExchange>> taking = TakeAsync(server, Count);
        using HttpClient client = ClientOf(server);
        Task<string>[] asking = [.. Enumerable.Range(0, Count).Select(number => client.GetStringAsync($"/{number}", Cancelled))];
        List<HttpExchange> taken = await taking;
        Assert.DoesNotContain(asking, task => task.IsCompleted);
        taken.Reverse();
        foreach (HttpExchange exchange in taken)
        {
            await exchange.Response.WriteAsync(exchange.Request.Path, Cancelled);
            exchange.Complete();
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"/{number}"), await Task.WhenAll(asking));
    }

    [Fact]
    public async Task Leaving_the_loop_stops_a_server_that_the_loop_started()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        string? answer = null;
        Task<string>? asking = null;
        using HttpClient client = new();
        await using IAsyncEnumerator<HttpExchange> loop = server.AcceptAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        ValueTask<bool> next = loop.MoveNextAsync();
        asking = client.GetStringAsync($"http://{(IPEndPoint)server.BoundEndPoints[0]}/", Cancelled);
        Assert.True(await next);
        await loop.Current.Response.WriteAsync("whole", Cancelled);
        loop.Current.Complete();
        answer = await asking;
        await loop.DisposeAsync();
        Assert.Equal("whole", answer);
        Assert.False(server.IsReady);
        Assert.Empty(server.BoundEndPoints);
    }

    [Fact]
    public async Task What_waits_when_the_loop_is_left_is_answered_503()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        await server.StartAsync(Cancelled);
        IAsyncEnumerator<HttpExchange> loop = server.AcceptAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        using HttpClient client = ClientOf(server);
        ValueTask<bool> next = loop.MoveNextAsync();
        Task<HttpResponseMessage> taken = client.GetAsync("/taken", Cancelled);
        Assert.True(await next);
        Task<HttpResponseMessage> waiting = client.GetAsync("/waiting", Cancelled);
        HttpExchange first = loop.Current;
        await Sockets.Eventually.TrueAsync(() => server.ConnectionCount == 2);
        first.Complete(new InvalidOperationException("A mistake."));
        using HttpResponseMessage failed = await taken;
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        await loop.DisposeAsync();
        using HttpResponseMessage refused = await waiting;
        Assert.True(refused.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.NotFound, $"{refused.StatusCode}");
    }

    [Fact]
    public async Task The_end_of_the_server_ends_the_loop()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        await server.StartAsync(Cancelled);
        Task<int> counting = CountAsync(server);
        using HttpClient client = ClientOf(server);
        Assert.Equal("", await client.GetStringAsync("/", Cancelled));
        await server.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await counting);
    }

    [Fact]
    public async Task Mistakes_are_told()
    {
        await using HttpServer handled = new("http://127.0.0.1:0", exchange =>
        {
            Assert.Throws<InvalidOperationException>(() => exchange.Complete());
            return exchange.Response.WriteAsync("told", Cancelled);
        });
        Assert.Throws<InvalidOperationException>(() => handled.AcceptAsync(Cancelled));
        await handled.StartAsync(Cancelled);
        using HttpClient client = ClientOf(handled);
        Assert.Equal("told", await client.GetStringAsync("/", Cancelled));

        await using HttpServer server = new("http://127.0.0.1:0");
        await server.StartAsync(Cancelled);
        await using IAsyncEnumerator<HttpExchange> one = server.AcceptAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        ValueTask<bool> next = one.MoveNextAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => TakeAsync(server, 1));
        await server.StopAsync(TimeSpan.Zero);
        Assert.False(await next);
    }

    private static HttpClient ClientOf(HttpServer server) =>
        new() { BaseAddress = new Uri($"http://{(IPEndPoint)server.BoundEndPoints[0]}") };

    private static async Task AnswerAsync(HttpServer server, HttpHandler answer, CancellationToken leave)
    {
        await foreach (HttpExchange exchange in server.AcceptAsync(leave))
        {
            await answer(exchange);
            exchange.Complete();
        }
    }

    private static async Task<int> CountAsync(HttpServer server)
    {
        int count = 0;
        await foreach (HttpExchange exchange in server.AcceptAsync(Cancelled))
        {
            exchange.Complete();
            count++;
        }

        return count;
    }

    private static async Task<List<HttpExchange>> TakeAsync(HttpServer server, int count)
    {
        List<HttpExchange> taken = [];
        await foreach (HttpExchange exchange in server.AcceptAsync(Cancelled))
        {
            taken.Add(exchange);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
