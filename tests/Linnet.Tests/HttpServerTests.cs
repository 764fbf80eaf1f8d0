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
    [InlineData("udp://127.0.0.1:80")]
    [InlineData("tcp://127.0.0.1:80")]
    [InlineData("http://example.com:80")]
    [InlineData("")]
    public void Refuses_an_address_that_is_not_for_HTTP(string address) =>
        Assert.Throws<FormatException>(() => new HttpServer(address, static exchange => default));

    private static Uri AddressOf(HttpServer server) => new($"http://{(IPEndPoint)server.BoundEndPoints[0]}/");
}
