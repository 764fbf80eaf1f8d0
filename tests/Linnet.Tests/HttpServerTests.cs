// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Tests;

public sealed class HttpServerTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_over_a_real_connection_and_can_be_started_again()
    {
        await using HttpServer server = new(
            "http://127.0.0.1:0", static exchange => exchange.Response.WriteAsync("Hello, World!"));
        for (int run = 0; run < 3; run++)
        {
            await server.StartAsync(Cancelled);
            using HttpClient client = new();
            Assert.Equal("Hello, World!", await client.GetStringAsync(AddressOf(server), Cancelled));
            Assert.Equal(0, (await server.StopAsync(TimeSpan.FromSeconds(30))).ConnectionsCut);
            Assert.Empty(server.BoundEndPoints);
        }
    }

    [Fact]
    public async Task Two_servers_in_one_process_know_nothing_of_each_other()
    {
        await using HttpServer one = new("http://127.0.0.1:0", static exchange => exchange.Response.WriteAsync("one"));
        await using HttpServer two = new("http://[::1]:0", static exchange => exchange.Response.WriteAsync("two"));
        await one.StartAsync(Cancelled);
        await two.StartAsync(Cancelled);
        using HttpClient client = new();
        Assert.Equal("one", await client.GetStringAsync(AddressOf(one), Cancelled));
        Assert.Equal("two", await client.GetStringAsync(AddressOf(two), Cancelled));
    }

    [Fact]
    public async Task Refuses_to_start_twice()
    {
        await using HttpServer server = new("http://127.0.0.1:0", static exchange => default);
        await server.StartAsync(Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAsync(Cancelled));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 0)]
    public async Task Stops_within_its_own_deadline_when_none_is_given(int seconds, int cut)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HttpServer server = new("http://127.0.0.1:0", async exchange =>
        {
            begun.SetResult();
            await goesOn.Task.WaitAsync(exchange.Aborted);
        })
        {
            Options = new HttpServerOptions { StopDeadline = TimeSpan.FromSeconds(seconds) },
        };
        await server.StartAsync(Cancelled);
        using HttpClient client = new();
        Task<HttpResponseMessage> answer = client.GetAsync(AddressOf(server), Cancelled);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Task<StopReport> stopping = server.StopAsync();
        if (cut == 0)
        {
            goesOn.SetResult();
            (await answer).Dispose();
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        }

        Assert.Equal(cut, (await stopping.WaitAsync(TimeSpan.FromSeconds(40), Cancelled)).RequestsCut.Count);
    }

    [Theory]
    [InlineData("udp://127.0.0.1:80")]
    [InlineData("tcp://127.0.0.1:80")]
    [InlineData("http://example.com:80")]
    [InlineData("")]
    public void Refuses_an_address_that_is_not_for_HTTP(string address) =>
        Assert.Throws<FormatException>(() => new HttpServer(address, static exchange => default));

    private static Uri AddressOf(HttpServer server) => new($"http://{(IPEndPoint)server.BoundEndPoints[0]}/");
}
