// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Cli.Settings;
using Xunit;

namespace Linnet.Cli.Tests.Settings;

public sealed class ClosestTests
{
    private static readonly string[] Candidates = ["port", "path", "cache", "cors", "config", "max-connections", "max-body"];

    [Theory]
    [InlineData("port", "port", 0)]
    [InlineData("prot", "port", 1)]
    [InlineData("por", "port", 1)]
    [InlineData("poort", "port", 1)]
    [InlineData("pott", "port", 1)]
    [InlineData("", "port", 4)]
    [InlineData("port", "", 4)]
    [InlineData("kitten", "sitting", 3)]
    public void Slips_are_letters_put_in_left_out_changed_or_swapped(string from, string to, int slips)
    {
        Assert.Equal(slips, Closest.Slips(from, to));
        Assert.Equal(slips, Closest.Slips(to, from));
    }

    [Theory]
    [InlineData("prot", "port")]
    [InlineData("PORT", "port")]
    [InlineData("cros", "cors")]
    [InlineData("max-conections", "max-connections")]
    [InlineData("max-c", "max-connections")]
    [InlineData("max", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("something-else", null)]
    public void Only_what_is_near_is_offered(string written, string? expected) =>
        Assert.Equal(expected, Closest.To(written, Candidates));
}
