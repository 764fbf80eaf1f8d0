// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Routing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>A path is decoded once, by the rules that files obey; only a single value may hold a slash.</summary>
public sealed class DecodingTests
{
    [Theory]
    [Attack("ST-03")]
    [InlineData("/x/caf%C3%A9", "/x/{name} name=caf\u00e9")]
    [InlineData("/x/a%20b", "/x/{name} name=a b")]
    [InlineData("/x/a+b", "/x/{name} name=a+b")]
    [InlineData("/%78/a", "/x/{name} name=a")]
    [InlineData("/x/%252e%252e", "/x/{name} name=%2e%2e")]
    [InlineData("/x/./a", "/x/{name} name=a")]
    [InlineData("/y/../x/a", "/x/{name} name=a")]
    [InlineData("/x/%2e%2e/x/a", "/x/{name} name=a")]
    [InlineData("/x/..a", "/x/{name} name=..a")]
    [InlineData("/x/a%2Fb", "/x/{name} name=a/b")]
    [InlineData("/x/..%2f..%2fetc", "/x/{name} name=../../etc")]
    [InlineData("/x/a%5Cb", "/x/{name} name=a\\b")]
    [InlineData("/x%2Fa", "404")]
    [InlineData("/x/a%2fb/c", "/x/{name}/c name=a/b")]
    [InlineData("/x/%2F", "/x/{name} name=/")]
    [InlineData("/x//a", "404")]
    [InlineData("//x/a", "404")]
    [InlineData("/../x/a", "400")]
    [InlineData("/%2e%2e", "400")]
    [InlineData("/x/%00", "400")]
    [InlineData("/x/%0a", "400")]
    [InlineData("/x/%7f", "400")]
    [InlineData("/x/%c2%85", "400")]
    [InlineData("/x/%ff", "400")]
    [InlineData("/x/%c0%af", "400")]
    [InlineData("/x/%ed%a0%80", "400")]
    [InlineData("/x/%zz", "400")]
    [InlineData("/all/a/b%20c", "/all/{*path} path=a/b c")]
    [InlineData("/all/a%2Fb", "400")]
    [InlineData("/all/a/%5c", "400")]
    [InlineData("/all/../all/a", "/all/{*path} path=a")]
    [InlineData("/all/..", "/")]
    public async Task What_is_matched_is_the_path_decoded_once(string target, string expected)
    {
        Router router = Routed.Echoing("/", "/x/{name}", "/x/{name}/c", "/all/{*path}");

        Assert.Equal(expected, await router.GetAsync(target));
    }

    [Fact]
    public async Task A_router_within_a_route_decodes_what_was_sent_and_not_what_was_decoded()
    {
        Router inner = Routed.Echoing("/x/{name}", "/x/{name}/{more}");
        Router outer = new();
        outer.Map("/x/{outer}", exchange =>
        {
            Assert.Equal("a/b%20", exchange.Route["outer"]);
            return inner.HandleAsync(exchange);
        });
        Assert.Equal("/x/{name} name=a/b%20", await outer.GetAsync("/x/a%2Fb%2520"));
    }

    [Fact]
    public async Task A_value_is_whole_after_an_await_and_gone_with_the_exchange()
    {
        Router router = new();
        Linnet.Exchanges.RouteValues? kept = null;
        router.Get("/x/{name}", async exchange =>
        {
            kept = exchange.Route;
            await Task.Yield();
            return exchange.Route["name"] + exchange.Route["name"];
        });
        Assert.Equal("a/ba/b", await router.GetAsync("/x/a%2Fb"));
        Assert.NotNull(kept);
        Assert.Throws<InvalidOperationException>(() => kept["name"]);
        Assert.Throws<InvalidOperationException>(() => kept.Pattern);
    }

    [Fact]
    public async Task A_request_knows_nothing_of_the_route_before_it()
    {
        Router router = new();
        router.Get("/x/{name}", exchange => exchange.Route["name"]);
        router.Get("/y", exchange => $"{exchange.Route.Pattern} {exchange.Route.Count} {exchange.Route.TryGet("name", out _)}");
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        Assert.Equal("a/b", (await served.Client.AskAsync(Requests.Get("/x/a%2Fb"))).Text);
        Assert.Equal("/y 0 False", (await served.Client.AskAsync(Requests.Get("/y"))).Text);
        Assert.Equal("cd", (await served.Client.AskAsync(Requests.Get("/x/cd"))).Text);
    }
}
