// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.RateLimiting;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

public sealed class RateLimitTests
{
    [Fact]
    [Rfc("6585", "4")]
    [Rfc("9110", "10.2.3")]
    public async Task Who_asks_too_often_is_told_when_to_come_again()
    {
        using RateLimit limit = RateLimit.PerClient(requests: 2, TimeSpan.FromHours(1));
        await using ServedConnection served = Surrounded.Serve(Results.Text("in").SendAsync, limit);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal("in", (await served.Client.AskAsync(Requests.Get())).Text);
        }

        ReceivedResponse refused = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(429, refused.Status);
        Assert.InRange(int.Parse(refused["Retry-After"] ?? "", CultureInfo.InvariantCulture), 1, 1800);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task Each_key_has_a_limit_of_its_own()
    {
        using RateLimit limit = RateLimit.PerKey(
            static exchange => exchange.Request.Headers["X-Key"] ?? "", requests: 1, TimeSpan.FromHours(1));
        await using ServedConnection served = Surrounded.Serve(Results.Text("in").SendAsync, limit);

        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get("/", "X-Key: a\r\n"))).Status);
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get("/", "X-Key: b\r\n"))).Status);
        Assert.Equal(429, (await served.Client.AskAsync(Requests.Get("/", "X-Key: a\r\n"))).Status);
    }

    [Fact]
    public async Task What_a_limiter_has_granted_is_given_back_when_the_handler_ends()
    {
        using RateLimit limit = new(PartitionedRateLimiter.Create<HttpExchange, int>(static _ =>
            RateLimitPartition.GetConcurrencyLimiter(0, static _ => new() { PermitLimit = 1, QueueLimit = 0 })));
        TaskCompletionSource done = new();
        await using ServedConnection first = Surrounded.Serve(_ => new ValueTask(done.Task), limit);
        await using ServedConnection second = Surrounded.Serve(static _ => default, limit);
        await first.Client.SendAsync(Requests.Get());

        ReceivedResponse refused = await second.Client.AskAsync(Requests.Get());
        Assert.Equal(429, refused.Status);
        Assert.Null(refused["Retry-After"]);
        done.SetResult();
        Assert.Equal(200, (await first.Client.ReceiveAsync()).Status);
        Assert.Equal(200, (await second.Client.AskAsync(Requests.Get())).Status);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:db8:1:2:3:4:5:6]", "20010DB800010002")]
    [InlineData("[2001:db8:1:2::1]", "20010DB800010002")]
    [InlineData("[::ffff:192.0.2.1]", "192.0.2.1")]
    [InlineData("unknown", "")]
    public async Task Clients_are_told_apart_by_address_or_network(string client, string key)
    {
        HttpServerOptions options = new()
        {
            TrustedProxies = new TrustedPeers(IPNetwork.Parse("127.0.0.0/8")),
            ForwardedFields = ForwardedFields.Forwarded,
        };
        await using RunningServer served = await RunningServer.StartAsync(
            static exchange => exchange.Response.WriteAsync($"key={RateLimit.KeyOfClient(exchange)};"), options);

        Assert.Contains(
            $"key={key};",
            await served.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nForwarded: for=\"{client}\"\r\nConnection: close\r\n\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => RateLimit.PerClient(0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RateLimit.PerClient(1, TimeSpan.Zero));
    }
}
