// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class EscapedTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("GET / HTTP/1.1", "GET / HTTP/1.1")]
    [InlineData("a\r\nb\tc", "a\\r\\nb\\tc")]
    [InlineData("\\r", "\\\\r")]
    [InlineData("\0\u0007\u001B[2J\u007F\u0080\u00FF", "\\x00\\x07\\x1b[2J\\x7f\\x80\\xff")]
    [InlineData("\u00E2\u0080\u00AE", "\\xe2\\x80\\xae")]
    [Attack("RL-08")]
    public void Shows_what_cannot_be_seen_as_an_escape(string bytes, string text) =>
        Assert.Equal(text, EscapedText.Of(Encoding.Latin1.GetBytes(bytes), 100));

    [Fact]
    [Attack("RL-08")]
    public void Every_byte_becomes_visible_ASCII_that_no_other_byte_becomes()
    {
        string[] texts = [.. Enumerable.Range(0, 256).Select(value => EscapedText.Of([(byte)value], 1))];
        Assert.All(texts, text => Assert.Matches("^[ -~]+$", text));
        Assert.Equal(256, texts.Distinct().Count());
    }

    [Fact]
    public void Says_how_much_was_left_out()
    {
        Assert.Equal("abc", EscapedText.Of("abc"u8, 3));
        Assert.Equal("ab… and 1 more bytes", EscapedText.Of("abc"u8, 2));
        Assert.Equal("… and 3 more bytes", EscapedText.Of("abc"u8, 0));
    }
}
