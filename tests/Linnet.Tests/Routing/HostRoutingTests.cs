// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

public sealed class HostRoutingTests
{
    [Theory]
    [Attack("HD-07")]
    [InlineData("example.com", "exact")]
    [InlineData("EXAMPLE.com.", "exact")]
    [InlineData("example.com:8080", "exact")]
    [InlineData("api.example.com", "below")]
    [InlineData("a.b.example.com", "below")]
    [InlineData("a.shop.example.com", "nearer")]
    [InlineData("notexample.com", "all")]
    [InlineData("example.com.evil", "all")]
    [InlineData("[0:0:0:0:0:0:0:1]", "six")]
    [InlineData("a..example.com", "all")]
    public async Task A_host_is_compared_in_its_normal_form(string host, string expected)
    {
        Router router = new();
        router.Host("Example.COM").Get("/", () => "exact");
        router.Host("*.example.com").Get("/", () => "below");
        router.Host("*.shop.example.com").Get("/", () => "nearer");
        router.Host("[::1]").Get("/", () => "six");
        router.Get("/", () => "all");
        Assert.Equal(expected, await router.GetAsync("/", host));
    }

    [Fact]
    public async Task Routes_of_no_host_answer_what_those_of_the_host_do_not()
    {
        Router router = new();
        RouteGroup host = router.Host("a.example");
        host.Get("/both", () => "host");
        host.Post("/half", () => "host");
        host.Group("/group").Get("/{name}", exchange => "host " + exchange.Route["name"]);
        router.Get("/both", () => "all");
        router.Get("/half", () => "all");
        router.Get("/all", () => "all");
        Assert.Equal("host", await router.GetAsync("/both", "a.example"));
        Assert.Equal("all", await router.GetAsync("/both", "b.example"));
        Assert.Equal("all", await router.GetAsync("/half", "a.example"));
        Assert.Equal("all", await router.GetAsync("/all", "a.example"));
        Assert.Equal("host x", await router.GetAsync("/group/x", "a.example"));
        Assert.Equal("404", await router.GetAsync("/group/x", "b.example"));
        Assert.Equal("POST, GET, HEAD, OPTIONS", (await router.AskAsync("PUT", "/half", "a.example"))["Allow"]);
        Assert.Equal("GET, HEAD, OPTIONS", (await router.AskAsync("PUT", "/half", "b.example"))["Allow"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("b\u00fccher.example")]
    [InlineData("http://a.example")]
    public void A_host_that_is_none_is_refused(string host) =>
        Assert.Throws<FormatException>(() => new Router().Host(host));

    [Fact]
    public void A_group_is_for_one_host() =>
        Assert.Throws<InvalidOperationException>(() => new Router().Host("a.example").Host("b.example"));
}
