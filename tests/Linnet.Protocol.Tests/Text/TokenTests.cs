// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class TokenTests
{
    private const string TokenCharacters =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    [Rfc("9110", "5.6.2")]
    public void Knows_every_byte_of_a_token()
    {
        for (int value = 0; value < 256; value++)
        {
            bool expected = TokenCharacters.Contains((char)value, StringComparison.Ordinal);
            byte[] bytes = [(byte)'a', (byte)value];
            Assert.Equal(expected, Token.IsTokenByte((byte)value));
            Assert.Equal(expected, Token.IsToken(bytes));
            Assert.Equal(expected, Token.IsToken(['a', (char)value]));
            Assert.Equal(expected ? -1 : 1, Token.IndexOfNonToken(bytes));
        }

        Assert.False(Token.IsToken("a\u0161"));
        Assert.False(Token.IsToken("\u212A"));
    }

    [Fact]
    [Rfc("9110", "5.6.2")]
    public void A_token_has_at_least_one_character()
    {
        Assert.False(Token.IsToken(ReadOnlySpan<byte>.Empty));
        Assert.False(Token.IsToken(ReadOnlySpan<char>.Empty));
        Assert.Equal(-1, Token.IndexOfNonToken([]));
    }

    [Fact]
    [Rfc("9110", "5.5")]
    [Attack("HD-09")]
    public void A_received_value_has_no_control_character_but_the_tab()
    {
        for (int value = 0; value < 256; value++)
        {
            bool expected = value == '\t' || value is >= ' ' and not 0x7F;
            Assert.Equal(expected, Token.IsFieldValue([(byte)'a', (byte)value, (byte)'b']));
        }

        Assert.True(Token.IsFieldValue([]));
    }

    [Fact]
    [Rfc("9110", "5.5")]
    [Attack("HD-13")]
    public void A_value_to_send_is_visible_ASCII_with_spaces_and_tabs()
    {
        for (int value = 0; value < 0x300; value++)
        {
            bool expected = value == '\t' || value is >= ' ' and < 0x7F;
            Assert.Equal(expected, Token.IsSendableFieldValue(['a', (char)value, 'b']));
        }

        Assert.True(Token.IsSendableFieldValue([]));
        Assert.False(Token.IsSendableFieldValue("a\u560Db"));
        Assert.False(Token.IsSendableFieldValue("a\u560Ab"));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData(" \t a b\t ", "a b")]
    [InlineData(" \t ", "")]
    [InlineData("", "")]
    [InlineData("\va\f", "\va\f")]
    [InlineData("\u00A0a", "\u00A0a")]
    [Rfc("9110", "5.6.3")]
    public void Only_spaces_and_tabs_are_optional_white_space(string text, string trimmed)
    {
        byte[] bytes = System.Text.Encoding.Latin1.GetBytes(text);
        Assert.Equal(trimmed, System.Text.Encoding.Latin1.GetString(Token.Trim(bytes)));
    }
}
