// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class WeightTests
{
    [Theory]
    [Rfc("9110", "12.4.2")]
    [InlineData("q=1", 1000)]
    [InlineData("q=1.", 1000)]
    [InlineData("q=1.000", 1000)]
    [InlineData("q=0", 0)]
    [InlineData("q=0.", 0)]
    [InlineData("q=0.9", 900)]
    [InlineData("q=0.09", 90)]
    [InlineData("q=0.123", 123)]
    [InlineData("Q=0.5", 500)]
    [InlineData(" \tq=0.123 ", 123)]
    public void A_weight_is_read_in_thousandths(string parameter, int expected)
    {
        Assert.Equal(expected, Weight.Of(Encoding.Latin1.GetBytes(parameter)));
        Assert.True(Weight.IsWeight(Encoding.Latin1.GetBytes(parameter.Trim())));
    }

    [Theory]
    [Rfc("9110", "12.4.2")]
    [InlineData("q=1.001")]
    [InlineData("q=1.9")]
    [InlineData("q=0.1234")]
    [InlineData("q=0.0001")]
    [InlineData("q=2")]
    [InlineData("q=9")]
    [InlineData("q=/")]
    [InlineData("q=-1")]
    [InlineData("q=01")]
    [InlineData("q=0,5")]
    [InlineData("q=.5")]
    [InlineData("q=0.x")]
    [InlineData("q=0./")]
    [InlineData("q=0.:")]
    [InlineData("q=0.5x")]
    [InlineData("q= 1")]
    public void What_is_not_well_formed_wants_nothing(string parameter)
    {
        Assert.Equal(0, Weight.Of(Encoding.Latin1.GetBytes(parameter)));
        Assert.True(Weight.IsWeight(Encoding.Latin1.GetBytes(parameter)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("q")]
    [InlineData("q=")]
    [InlineData("x=1")]
    [InlineData("1=1")]
    [InlineData("q:1")]
    [InlineData("q =1")]
    [InlineData("charset=1")]
    public void Another_parameter_is_no_weight(string parameter)
    {
        Assert.Equal(0, Weight.Of(Encoding.Latin1.GetBytes(parameter)));
        Assert.False(Weight.IsWeight(Encoding.Latin1.GetBytes(parameter)));
    }
}
