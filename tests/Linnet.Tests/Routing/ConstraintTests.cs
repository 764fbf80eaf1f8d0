// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

public sealed class ConstraintTests
{
    [Theory]
    [InlineData("int", "0", true)]
    [InlineData("int", "-12", true)]
    [InlineData("int", "007", true)]
    [InlineData("int", "2147483647", true)]
    [InlineData("int", "2147483648", false)]
    [InlineData("int", "+1", false)]
    [InlineData("int", "%201", false)]
    [InlineData("int", "1_0", false)]
    [InlineData("int", "0x1", false)]
    [InlineData("int", "1.0", false)]
    [InlineData("int", "-", false)]
    [InlineData("int", "%D9%A1", false)]
    [InlineData("int", "%31", true)]
    [InlineData("long", "9223372036854775807", true)]
    [InlineData("long", "9223372036854775808", false)]
    [InlineData("guid", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", true)]
    [InlineData("guid", "6f9619ff8b86d011b42d00cf4fc964ff", false)]
    [InlineData("guid", "6f9619ff-8b86-d011-b42d-00cf4fc964ff0", false)]
    [InlineData("bool", "true", true)]
    [InlineData("bool", "False", true)]
    [InlineData("bool", "1", false)]
    [InlineData("alpha", "abcXYZ", true)]
    [InlineData("alpha", "ab1", false)]
    [InlineData("alpha", "caf%C3%A9", false)]
    [InlineData("min(3)", "3", true)]
    [InlineData("min(3)", "2", false)]
    [InlineData("min(3)", "x", false)]
    [InlineData("max(3)", "3", true)]
    [InlineData("max(3)", "4", false)]
    [InlineData("range(1,3)", "1", true)]
    [InlineData("range(1,3)", "3", true)]
    [InlineData("range(1,3)", "0", false)]
    [InlineData("range(1,3)", "4", false)]
    [InlineData("length(4)", "caf%C3%A9", true)]
    [InlineData("length(4)", "caf", false)]
    [InlineData("length(2,3)", "a", false)]
    [InlineData("length(2,3)", "abc", true)]
    [InlineData("length(2,3)", "abcd", false)]
    [InlineData("minlength(2)", "a", false)]
    [InlineData("minlength(2)", "ab", true)]
    [InlineData("maxlength(2)", "ab", true)]
    [InlineData("maxlength(2)", "abc", false)]
    [InlineData("int:min(1):max(9)", "9", true)]
    [InlineData("int:min(1):max(9)", "0", false)]
    public async Task A_constraint_takes_what_it_says(string constraint, string value, bool taken)
    {
        Router router = new();
        router.Get($"/{{value:{constraint}}}", () => "taken");
        Assert.Equal(taken ? "taken" : "404", await router.GetAsync("/" + value));
    }

    [Fact]
    public async Task Values_are_read_as_what_they_are()
    {
        Router router = new();
        router.Get("/{i}/{l}/{g}/{b}", exchange =>
        {
            RouteValues route = exchange.Route;
            Assert.Equal(4, route.Count);
            Assert.False(route.TryGet("none", out _));
            Assert.True(route.TryGet("b", out string? text));
            return $"{route.Int("i")} {route.Long("l")} {route.Guid("g")} {route.Bool("b")} {text} {route.Bytes("i").Length}";
        });
        Assert.Equal(
            "-7 8000000000 6f9619ff-8b86-d011-b42d-00cf4fc964ff True TRUE 2",
            await router.GetAsync("/-7/8000000000/6F9619FF-8B86-D011-B42D-00CF4FC964FF/TRUE"));
    }

    [Fact]
    public async Task A_value_that_is_not_there_or_is_something_else_says_what_to_do()
    {
        Router router = new(exchange => ExpectNone(exchange));
        router.Get("/{id}/{name}", exchange =>
        {
            Assert.Equal(
                "The route /{id}/{name} has no parameter 'key'. It has the parameters id, name.",
                Assert.Throws<KeyNotFoundException>(() => exchange.Route["key"]).Message);
            Assert.Contains("{id:int}", Assert.Throws<FormatException>(() => exchange.Route.Int("id")).Message);
            Assert.Contains("{id:long}", Assert.Throws<FormatException>(() => exchange.Route.Long("id")).Message);
            Assert.Contains("{id:guid}", Assert.Throws<FormatException>(() => exchange.Route.Guid("id")).Message);
            Assert.Contains("{id:bool}", Assert.Throws<FormatException>(() => exchange.Route.Bool("id")).Message);
            return "done";
        });
        Assert.Equal("done", await router.GetAsync("/x/y"));
        Assert.Equal("none", await router.GetAsync("/x"));
    }

    private static ValueTask ExpectNone(HttpExchange exchange)
    {
        Assert.Null(exchange.Route.Pattern);
        Assert.Contains("no route", Assert.Throws<KeyNotFoundException>(() => exchange.Route["id"]).Message);
        return exchange.Response.WriteAsync("none");
    }
}
