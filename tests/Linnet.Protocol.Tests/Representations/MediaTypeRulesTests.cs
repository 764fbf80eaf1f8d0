// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class MediaTypeRulesTests
{
    [Theory]
    [Rfc("9110", "8.3.1")]
    [InlineData("text/html", "text/html", true)]
    [InlineData("TEXT/Html", "text/html", true)]
    [InlineData("text/html", "text/*", true)]
    [InlineData("Text/x", "text/*", true)]
    [InlineData("text/htm", "text/html", false)]
    [InlineData("text/html5", "text/html", false)]
    [InlineData("textile/x", "text/*", false)]
    [InlineData("image/svg+xml", "text/*", false)]
    [InlineData("text", "text/*", false)]
    [InlineData("text/html", "text*", false)]
    [InlineData("", "text/html", false)]
    public void A_rule_is_one_type_or_all_of_a_kind(string type, string rule, bool expected)
    {
        Assert.Equal(expected, MediaTypeRules.Fits(type, rule));
        Assert.Equal(expected, MediaTypeRules.FitsAny(type, ["audio/x", rule]));
        Assert.Equal(expected, MediaTypeRules.FitsAny(type, [rule, "audio/x"]));
        Assert.Equal(rule == "text/*", MediaTypeRules.IsKind(rule));
    }

    [Fact]
    public void No_rule_fits_nothing() => Assert.False(MediaTypeRules.FitsAny("text/html", []));

    [Theory]
    [Rfc("9110", "8.3.1")]
    [InlineData("text/html", "text/html")]
    [InlineData("text/html;charset=utf-8", "text/html")]
    [InlineData(" text/html ; charset=utf-8; x=y", "text/html")]
    [InlineData(";charset=utf-8", "")]
    [InlineData("", "")]
    public void The_essence_is_what_stands_before_the_parameters(string contentType, string expected) =>
        Assert.Equal(expected, MediaTypeRules.Essence(contentType).ToString());

    [Theory]
    [InlineData("text/css", true)]
    [InlineData("application/json", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("application/ld+json", true)]
    [InlineData("application/geo+json", true)]
    [InlineData("application/manifest+json", true)]
    [InlineData("application/javascript", true)]
    [InlineData("application/xml", true)]
    [InlineData("application/xhtml+xml", true)]
    [InlineData("application/atom+xml", true)]
    [InlineData("application/rss+xml", true)]
    [InlineData("application/wasm", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("font/otf", true)]
    [InlineData("font/ttf", true)]
    [InlineData("font/woff2", false)]
    [InlineData("image/png", false)]
    [InlineData("video/mp4", false)]
    [InlineData("application/zip", false)]
    [InlineData("application/octet-stream", false)]
    public void What_is_packed_already_is_not_compressed_again(string type, bool expected) =>
        Assert.Equal(expected, MediaTypeRules.FitsAny(type, MediaTypeRules.Compressible));
}
