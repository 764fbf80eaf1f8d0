// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Cli.Settings;
using Xunit;

namespace Linnet.Cli.Tests.Settings;

public sealed class ByteCountTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("64K", 65536)]
    [InlineData("64k", 65536)]
    [InlineData("10M", 10485760)]
    [InlineData("2G", 2147483648)]
    [InlineData("1T", 1099511627776)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Numbers_and_units_are_read(string text, long expected)
    {
        Assert.True(ByteCount.TryParse(text, out long bytes));
        Assert.Equal(expected, bytes);
        Assert.Equal(expected, ByteCount.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("1.5M")]
    [InlineData("1 M")]
    [InlineData("1P")]
    [InlineData("9223372036854775808")]
    [InlineData("8388608T")]
    public void Nothing_else_is(string text) => Assert.False(ByteCount.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(1499, "1.50 kB")]
    [InlineData(9_994, "9.99 kB")]
    [InlineData(9_996, "10.0 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(999_400, "999 kB")]
    [InlineData(999_600, "1.00 MB")]
    [InlineData(1_500_000_000, "1.50 GB")]
    [InlineData(long.MaxValue, "9223372 TB")]
    public void Three_digits_and_a_unit_are_shown(long bytes, string expected) => Assert.Equal(expected, ByteCount.Show(bytes));
}
