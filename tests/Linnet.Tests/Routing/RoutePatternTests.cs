// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using Linnet.Routing;

using Xunit;

namespace Linnet.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", "")]
    [InlineData("/a/b", "a/b")]
    [InlineData("/a/", "a/")]
    [InlineData("/{a}/{b}", "{}/{}")]
    [InlineData("/{id:int}", "{:Int}")]
    [InlineData("/{id:max(9):int:min(1)}", "{:Range(-9223372036854775808,9):Range(1,9223372036854775807):Int}")]
    [InlineData("/{id:range(-1,1)}", "{:Range(-1,1)}")]
    [InlineData("/{a:length(3)}", "{:Length(3,3)}")]
    [InlineData("/{a:length(3,5):alpha}", "{:Length(3,5):Alpha}")]
    [InlineData("/v{major}.json", "v{}.json")]
    [InlineData("/a/{*rest}", "a/{*}")]
    [InlineData("/items:fetch", "items:fetch")]
    [InlineData("/caf\u00e9 au lait/100%", "caf\u00e9 au lait/100%")]
    public void A_template_is_read(string text, string shape) =>
        Assert.Equal(shape, RoutePatternParser.Parse("", text).Shape);

    [Theory]
    [InlineData("", 1, "slash", "'/'")]
    [InlineData("a/b", 1, "slash", "'/a/b'")]
    [InlineData("/a//b", 4, "empty", "one slash")]
    [InlineData("/a/{id", 4, "not closed", "{name}")]
    [InlineData("/a/{id/b}", 4, "not closed", "{name}")]
    [InlineData("/a/id}", 6, "not opened", "{name}")]
    [InlineData("/a/{}", 4, "needs a name", "{name}")]
    [InlineData("/a/{1st}", 4, "needs a name", "{name}")]
    [InlineData("/a/{n\u00e4me}", 4, "needs a name", "{name}")]
    [InlineData("/a/{a-b}", 4, "needs a name", "{name}")]
    [InlineData("/{a}/{a}", 6, "twice", "of its own")]
    [InlineData("/{a}-{b}", 6, "one parameter", "take it apart")]
    [InlineData("/{a}{b}", 5, "one parameter", "take it apart")]
    [InlineData("/{a?}", 2, "optional", "second template")]
    [InlineData("/{a=5}", 2, "default", "second template")]
    [InlineData("/{a:integer}", 2, "'integer'", "int, long, guid")]
    [InlineData("/{a:regex(x)}", 2, "'regex(x)'", "int, long, guid")]
    [InlineData("/{a:min()}", 2, "'min()'", "min(n)")]
    [InlineData("/{a:min(1,2)}", 2, "'min(1,2)'", "min(n)")]
    [InlineData("/{a:range(2,1)}", 2, "'range(2,1)'", "range(n,m)")]
    [InlineData("/{a:length(-1)}", 2, "'length(-1)'", "length(n)")]
    [InlineData("/{a:}", 2, "''", "int, long, guid")]
    [InlineData("/{*a}/b", 7, "follow a catch-all", "at the end")]
    [InlineData("/{*a}/", 7, "follow a catch-all", "at the end")]
    [InlineData("/a{*b}", 3, "for itself", "{*b}")]
    [InlineData("/{*b:int}", 2, "for itself", "{*b}")]
    [InlineData("/{**b}", 2, "one asterisk", "{*b}")]
    [InlineData("/a?b=c", 3, "query", "request")]
    [InlineData("/a#b", 3, "query", "request")]
    [InlineData("/a\\b", 3, "backslash", "Leave it out")]
    [InlineData("/a\nb", 3, "control", "Leave it out")]
    [InlineData("/a%2Fb", 3, "decoded", "the character itself")]
    [InlineData("/a/../b", 4, "dot segments", "Leave it out")]
    [InlineData("/a/.", 4, "dot segments", "Leave it out")]
    [InlineData("/a/*", 4, "stands for itself", "{*path}")]
    [InlineData("/a/:id", 4, "in braces", "{id}")]
    public void A_bad_template_is_refused_at_once_with_its_place_and_a_remedy(
        string text, int character, string what, string remedy)
    {
        FormatException refused = Assert.Throws<FormatException>(() => new Router().Get(text, () => ""));
        Assert.StartsWith($"The template '{text}' is not valid at character {character}: ", refused.Message);
        Assert.Contains(what, refused.Message);
        Assert.Contains(remedy, refused.Message);
    }

    [Fact]
    public void A_template_has_sixty_four_segments_at_most()
    {
        string longest = string.Concat(Enumerable.Repeat("/a", 64));
        Assert.Equal(64, RoutePatternParser.Parse("", longest).Segments.Count);
        Assert.Contains("64", Assert.Throws<FormatException>(() => RoutePatternParser.Parse("", longest + "/a")).Message);
    }

    [Theory]
    [InlineData("api", "must begin with a slash")]
    [InlineData("/", "no slash at its end")]
    [InlineData("/api/", "no slash at its end")]
    [InlineData("/api/{*rest}", "nothing can follow")]
    public void A_bad_prefix_is_refused_at_once(string prefix, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => new Router().Group(prefix)).Message);

    [Fact]
    public void A_template_of_a_group_begins_with_a_slash_or_is_empty()
    {
        RouteGroup group = new Router().Group("/api");
        group.Get("", () => "");
        FormatException refused = Assert.Throws<FormatException>(() => group.Get("users", () => ""));
        Assert.Contains("'/users'", refused.Message);
    }
}
