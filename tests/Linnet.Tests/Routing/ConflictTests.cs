// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

public sealed class ConflictTests
{
    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/a/{x}", "/a/{y}")]
    [InlineData("/a/{x:int}", "/a/{y:int}")]
    [InlineData("/a/{x:int:min(1)}", "/a/{y:min(1):int}")]
    [InlineData("/a/{x}.json", "/a/{y}.json")]
    [InlineData("/a/{*x}", "/a/{*y}")]
    public void Two_routes_for_the_same_requests_are_refused_naming_both_places(string one, string other)
    {
        Router router = new();
        router.Map("PUT", one, Nothing, "One.cs", 12);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
            () => router.Map("PUT", other, Nothing, "Other.cs", 34));
        Assert.Contains($"PUT {one} (One.cs:12)", refused.Message);
        Assert.Contains($"PUT {other} (Other.cs:34)", refused.Message);
    }

    [Fact]
    public void The_place_of_a_route_is_where_its_verb_was_called()
    {
        Router router = new();
        router.Get("/a", () => "");
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => router.Get("/a", () => ""));
        Assert.Equal(2, refused.Message.Split("ConflictTests.cs:").Length - 1);
    }

    [Fact]
    public void Routes_that_differ_in_method_host_or_constraint_do_not_conflict()
    {
        Router router = new();
        router.Get("/a/{x}", () => "");
        router.Post("/a/{x}", () => "");
        router.Map("/a/{x}", () => "");
        router.Get("/a/{x:int}", () => "");
        router.Get("/a/{x:int:max(9)}", () => "");
        router.Get("/a/{x}/", () => "");
        router.Host("example.com").Get("/a/{x}", () => "");
        router.Host("*.example.com").Get("/a/{x}", () => "");
    }

    [Fact]
    public async Task Nothing_can_be_added_once_serving_has_begun()
    {
        await using HttpServer server = new("http://127.0.0.1:0");
        RouteGroup group = server.Group("/a");
        await server.StartAsync(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => server.Get("/", () => ""));
        Assert.Throws<InvalidOperationException>(() => group.Get("/", () => ""));
        Assert.Throws<InvalidOperationException>(() => group.Use((exchange, next) => next(exchange)));
        await server.StopAsync(TimeSpan.Zero);
        await server.StartAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("get", "write GET")]
    [InlineData("G T", "no method")]
    [InlineData("", "no method")]
    public void A_method_that_is_none_is_refused(string method, string what) =>
        Assert.Contains(what, Assert.Throws<ArgumentException>(() => new Router().Map(method, "/", Nothing)).Message);

    [Fact]
    public void Templates_that_overlap_beyond_reason_are_refused_before_serving_begins()
    {
        Router router = new();
        foreach (string pattern in Overlapping(depth: 8))
        {
            router.Get(pattern, () => "");
        }

        Assert.Contains("256", Assert.Throws<InvalidOperationException>(() => router.Freeze(0)).Message);
    }

    /// <summary>Every way of writing a template of two kinds of parameters: twice as many for each segment.</summary>
    private static IEnumerable<string> Overlapping(int depth)
    {
        for (int kinds = 0; kinds < 1 << depth; kinds++)
        {
            string pattern = "";
            for (int segment = 0; segment < depth; segment++)
            {
                pattern += (kinds & (1 << segment)) == 0 ? $"/{{s{segment}}}" : $"/{{s{segment}:alpha}}";
            }

            yield return pattern;
        }
    }

    private static ValueTask Nothing(HttpExchange exchange) => default;
}
