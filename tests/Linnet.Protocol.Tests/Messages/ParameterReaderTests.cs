// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

/// <summary>One parameter after the other, and values without their quotes.</summary>
public sealed class ParameterReaderTests
{
    [Theory]
    [Rfc("9110", "5.6.6")]
    [InlineData("a=b")]
    [InlineData(" a=b")]
    [InlineData("a")]
    [InlineData(";a")]
    [InlineData(";a b=c")]
    [InlineData(";a=\"b")]
    public void What_does_not_begin_with_a_semicolon_and_a_name_stays_where_it_is(string text)
    {
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        Assert.False(ParameterReader.TryRead(ref rest, out _, out _));
        Assert.Equal(text, Encoding.ASCII.GetString(rest));
    }

    [Theory]
    [Rfc("9110", "5.6.4")]
    [InlineData("a", "a")]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("\"C:\\dir\"", "C:\\dir")]
    [InlineData("\"a\\\"", "a\\")]
    public void A_value_is_written_without_quotes_and_escapes(string text, string expected)
    {
        byte[] value = new byte[8];
        Assert.True(ParameterReader.TryUnquote(Encoding.ASCII.GetBytes(text), value, out int length));
        Assert.Equal(expected, Encoding.ASCII.GetString(value, 0, length));
    }
}
