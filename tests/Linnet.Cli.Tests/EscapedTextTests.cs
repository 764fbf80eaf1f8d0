// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class EscapedTextTests
{
    private static readonly byte[] Everything =
        [.. "Grüße, 世界 🐦 a\tb\r\n'\\\0\u001b[31m\u202e\u2028\ue000"u8, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x9f];

    [Theory]
    [InlineData("Hello, World!", "Hello, World!")]
    [InlineData("Grüße, 世界 🐦", "Grüße, 世界 🐦")]
    [InlineData("e\u0301", "e\u0301")]
    [InlineData("a\tb\r\nc", @"a\tb\r\nc")]
    [InlineData("it's", @"it\'s")]
    [InlineData(@"C:\", @"C:\\")]
    [InlineData("\0\u001b[31m\u007f", @"\x00\x1b[31m\x7f")]
    [InlineData("\u0085", @"\u{85}")]
    [InlineData("\u202eevil", @"\u{202e}evil")]
    [InlineData("\u2028", @"\u{2028}")]
    [InlineData("\ufeff", @"\u{feff}")]
    [InlineData("", "")]
    public void Text_stays_and_what_would_act_on_a_terminal_is_escaped(string text, string expected)
    {
        Assert.Equal(expected, Show(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe }, @"\xff\xfe")]
    [InlineData(new byte[] { 0x41, 0xc3 }, @"A\xc3")]
    [InlineData(new byte[] { 0xc3, 0x28 }, @"\xc3(")]
    [InlineData(new byte[] { 0xe2, 0x82 }, @"\xe2\x82")]
    [InlineData(new byte[] { 0xc0, 0xaf }, @"\xc0\xaf")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, @"\xed\xa0\x80")]
    public void Bytes_that_are_not_UTF_8_are_escaped(byte[] bytes, string expected)
    {
        Assert.Equal(expected, Show(bytes));
    }

    [Fact]
    public void Any_split_shows_the_same()
    {
        string whole = Show(Everything);
        for (int first = 0; first <= Everything.Length; first++)
        {
            for (int second = first; second <= Everything.Length; second++)
            {
                EscapedText text = new();
                string pieces = text.Append(Everything.AsSpan(0, first))
                    + text.Append(Everything.AsSpan(first, second - first))
                    + text.Append(Everything.AsSpan(second))
                    + text.Finish();
                Assert.Equal(whole, pieces);
            }
        }
    }

    [Fact]
    public void One_byte_at_a_time_shows_the_same()
    {
        EscapedText text = new();
        StringBuilder shown = new();
        foreach (byte value in Everything)
        {
            shown.Append(text.Append([value]));
        }

        Assert.Equal(Show(Everything), shown.Append(text.Finish()).ToString());
    }

    private static string Show(byte[] bytes)
    {
        EscapedText text = new();
        return text.Append(bytes) + text.Finish();
    }
}
