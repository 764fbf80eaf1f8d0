// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class DecimalIntegerTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("10", 10)]
    [InlineData("0010", 10)]
    [InlineData("00000000000000000000000000000000", 0)]
    [InlineData("000000000000000000000000000000001", 1)]
    [InlineData("9223372036854775799", 9223372036854775799)]
    [InlineData("9223372036854775806", long.MaxValue - 1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("00009223372036854775807", long.MaxValue)]
    [Rfc("9110", "8.6")]
    public void Reads_digits(string text, long expected)
    {
        Assert.True(DecimalInteger.TryParse(Encoding.Latin1.GetBytes(text), out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("9223372036854775809")]
    [InlineData("9223372036854775810")]
    [InlineData("9300000000000000000")]
    [InlineData("10000000000000000000")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("18446744073709551617")]
    [InlineData("92233720368547758070")]
    [InlineData("340282366920938463463374607431768211457")]
    [Rfc("9110", "8.6")]
    public void Refuses_a_value_beyond_63_bits(string text) =>
        Assert.False(DecimalInteger.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    [Rfc("9110", "8.6")]
    [Attack("FR-04")]
    public void Refuses_nothing_and_every_byte_that_is_no_digit_at_every_place()
    {
        Assert.False(DecimalInteger.TryParse([], out _));
        for (int value = 0; value < 256; value++)
        {
            bool isDigit = value is >= '0' and <= '9';
            byte other = (byte)value;
            Assert.Equal(isDigit, DecimalInteger.TryParse([other], out _));
            Assert.Equal(isDigit, DecimalInteger.TryParse([other, (byte)'1'], out _));
            Assert.Equal(isDigit, DecimalInteger.TryParse([(byte)'1', other], out _));
            Assert.Equal(isDigit, DecimalInteger.TryParse([(byte)'1', other, (byte)'1'], out _));
        }
    }
}
