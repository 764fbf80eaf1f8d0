// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;

using Xunit;

namespace Linnet.Tests.Routing;

public sealed class RouterTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a", "/a")]
    [InlineData("/a/", "/a/")]
    [InlineData("/A", "404")]
    [InlineData("/a/x", "/a/{name} name=x")]
    [InlineData("/a/me", "/a/me")]
    [InlineData("/a/12", "/a/{id:int} id=12")]
    [InlineData("/a/x/y", "/a/{name}/y name=x")]
    [InlineData("/a/me/y", "/a/{name}/y name=me")]
    [InlineData("/a/12/y", "/a/{name}/y name=12")]
    [InlineData("/a/x/z", "404")]
    [InlineData("/files/", "/files/{*path} path=")]
    [InlineData("/files/b/c.txt", "/files/{*path} path=b/c.txt")]
    [InlineData("/files/b/c/", "/files/{*path} path=b/c/")]
    [InlineData("/files", "404")]
    [InlineData("/files/index", "/files/index")]
    [InlineData("/files/index/b", "/files/{*path} path=index/b")]
    [InlineData("/data/7.json", "/data/{id}.json id=7")]
    [InlineData("/data/.json", "404")]
    [InlineData("/data/7.xml", "404")]
    public async Task The_most_particular_template_answers(string target, string expected)
    {
        Router router = Routed.Echoing(
            "/", "/a", "/a/", "/a/{name}", "/a/me", "/a/{id:int}", "/a/{name}/y", "/files/{*path}", "/files/index",
            "/data/{id}.json");

        Assert.Equal(expected, await router.GetAsync(target));
    }

    [Fact]
    [Rfc("9110", "15.5.6")]
    [Rfc("9110", "10.2.1")]
    public async Task A_path_that_has_no_such_method_is_answered_405_with_those_it_has()
    {
        Router router = new();
        router.Get("/a/{name}", () => "got");
        router.Post("/a/me", () => "posted");
        router.Map("REPORT", "/a/me", () => "reported");
        ReceivedResponse response = await router.AskAsync("DELETE", "/a/me");
        Assert.Equal(405, response.Status);
        Assert.Equal("POST, REPORT, GET, HEAD, OPTIONS", response["Allow"]);
        Assert.Equal("got", await router.GetAsync("/a/me"));
        Assert.Equal(404, (await router.AskAsync("DELETE", "/b")).Status);
    }

    [Theory]
    [Rfc("9110", "9.1")]
    [Attack("LN-10")]
    [InlineData("BREW", "/a", 405)]
    [InlineData("BREW", "/b", 501)]
    [InlineData("REPORT", "/b", 404)]
    [InlineData("get", "/a", 405)]
    [InlineData("get", "/b", 501)]
    [InlineData("PATCH", "/b", 404)]
    public async Task A_method_that_nobody_knows_is_answered_501_where_no_path_is_known(
        string method, string target, int status)
    {
        Router router = new();
        router.Get("/a", () => "got");
        router.Map("REPORT", "/c", () => "reported");
        Assert.Equal(status, (await router.AskAsync(method, target)).Status);
    }

    [Fact]
    [Rfc("9110", "9.3.7")]
    public async Task OPTIONS_is_answered_for_free_unless_it_is_mapped()
    {
        Router router = new();
        router.Get("/a", () => "got");
        router.Map("OPTIONS", "/b", () => "mine");
        ReceivedResponse response = await router.AskAsync("OPTIONS", "/a");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response["Allow"]);
        Assert.Equal("mine", (await router.AskAsync("OPTIONS", "/b")).Text);
        Assert.Equal(404, (await router.AskAsync("OPTIONS", "/c")).Status);
    }

    [Fact]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_is_answered_by_GET_without_the_content_unless_it_is_mapped()
    {
        Router router = new();
        router.Get("/a", () => "got");
        router.Map("HEAD", "/b", exchange =>
        {
            exchange.Response.Headers["x-mapped"] = "yes";
            return default;
        });
        router.Get("/b", () => "got");
        ReceivedResponse response = await router.AskAsync("HEAD", "/a");
        Assert.Equal(200, response.Status);
        Assert.Equal("3", response["Content-Length"]);
        Assert.Empty(response.Body);
        Assert.Equal("yes", (await router.AskAsync("HEAD", "/b"))["x-mapped"]);
    }

    [Fact]
    public async Task A_route_for_every_method_answers_what_no_other_one_does()
    {
        Router router = new();
        router.Map("/a", exchange => $"any {exchange.Request.Method}");
        router.Get("/a", () => "got");
        Assert.Equal("got", await router.GetAsync("/a"));
        Assert.Equal("any BREW", (await router.AskAsync("BREW", "/a")).Text);
    }

    [Fact]
    public async Task Middleware_stands_around_each_other_as_it_was_added_and_sees_what_no_route_matches()
    {
        Router router = new();
        router.Use((exchange, next) => MarkAsync(exchange, next, "1"));
        RouteGroup group = router.Group("/a");
        group.Get("/{name}", exchange => $"{exchange.Route["name"]}");
        group.Use((exchange, next) => MarkAsync(exchange, next, "2"));
        group.Group("/b").Use((exchange, next) => MarkAsync(exchange, next, "no"));
        router.Use((exchange, next) => MarkAsync(exchange, next, "3"));
        Assert.Equal("1,3,2", (await router.AskAsync("GET", "/a/x"))["x-seen"]);
        Assert.Equal("1,3,2", (await router.AskAsync("POST", "/a/x"))["x-seen"]);
        Assert.Equal("1,3", (await router.AskAsync("GET", "/nothing"))["x-seen"]);
        Assert.Equal("1,3", (await router.AskAsync("GET", "/%ff"))["x-seen"]);
    }

    [Fact]
    public async Task Middleware_may_answer_instead_and_knows_the_route()
    {
        Router router = new();
        router.Use((exchange, next) =>
            exchange.Route.Pattern == "/secret/{name}" ? Results.Status(403).SendAsync(exchange) : next(exchange));
        router.Get("/secret/{name}", () => "never");
        router.Get("/open", () => "open");
        Assert.Equal("403", await router.GetAsync("/secret/x"));
        Assert.Equal("open", await router.GetAsync("/open"));
    }

    private static ValueTask MarkAsync(HttpExchange exchange, HttpHandler next, string mark)
    {
        string? seen = exchange.Response.Headers["x-seen"];
        exchange.Response.Headers["x-seen"] = seen is null ? mark : $"{seen},{mark}";
        return next(exchange);
    }
}
