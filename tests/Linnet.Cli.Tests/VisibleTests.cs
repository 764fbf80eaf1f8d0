// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class VisibleTests
{
    [Theory]
    [Attack("RL-08")]
    [InlineData("plain text, /a%20b?c=d", "plain text, /a%20b?c=d")]
    [InlineData("two\r\nlines", "two\\x0d\\x0alines")]
    [InlineData("\e[31mred\a", "\\x1b[31mred\\x07")]
    [InlineData("gpj.\u202Eexe", "gpj.\\u{202e}exe")]
    [InlineData("\u0085\u2028\u200B\uFEFF", "\\u{85}\\u{2028}\\u{200b}\\u{feff}")]
    [InlineData("h\u00E9, \u4F60\u597D, \U0001F426", "h\u00E9, \u4F60\u597D, \U0001F426")]
    public void What_cannot_be_seen_is_written_by_its_number(string text, string expected)
    {
        Assert.Equal(expected, Visible.Escape(text));
    }

    [Fact]
    [Attack("RL-08")]
    public void Half_a_character_is_not_passed_on()
    {
        Assert.Equal("a\uFFFDb", Visible.Escape("a\uD83Db"));
    }

    [Fact]
    public void Bytes_beyond_ASCII_are_numbers()
    {
        Assert.Equal("\\xc3\\xa9", Visible.EscapeBytes("\u00C3\u00A9"));
    }
}
