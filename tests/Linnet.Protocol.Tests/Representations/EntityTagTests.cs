// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class EntityTagTests
{
    [Theory]
    [Rfc("9110", "8.8.3")]
    [InlineData("\"a\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"a\\\"", true)]
    [InlineData("\"!#~\"", true)]
    [InlineData("w/\"a\"", false)]
    [InlineData("W/a", false)]
    [InlineData("a", false)]
    [InlineData("\"", false)]
    [InlineData("", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("\"a\" ", false)]
    [InlineData("\"\x7f\"", false)]
    [InlineData("\"ä\"", false)]
    [InlineData("\"\r\n\"", false)]
    public void Knows_what_can_be_sent_as_one(string text, bool expected) =>
        Assert.Equal(expected, EntityTag.IsEntityTag(text));

    // The table of RFC 9110 §8.8.3.2, row by row.
    [Theory]
    [Rfc("9110", "8.8.3.2")]
    [InlineData("W/\"1\"", "W/\"1\"", false, true)]
    [InlineData("W/\"1\"", "W/\"2\"", false, false)]
    [InlineData("W/\"1\"", "\"1\"", false, true)]
    [InlineData("\"1\"", "W/\"1\"", false, true)]
    [InlineData("\"1\"", "\"1\"", true, true)]
    [InlineData("\"\"", "\"\"", true, true)]
    [InlineData("W/\"\"", "\"\"", false, true)]
    public void Compares_as_the_table_says(string one, string other, bool strongly, bool weakly)
    {
        Assert.Equal(strongly, EntityTag.ListNames(Encoding.Latin1.GetBytes(one), other, strongly: true));
        Assert.Equal(weakly, EntityTag.ListNames(Encoding.Latin1.GetBytes(one), other, strongly: false));
        Assert.Equal(strongly, EntityTag.Is(Encoding.Latin1.GetBytes(one), other, strongly: true));
        Assert.Equal(weakly, EntityTag.Is(Encoding.Latin1.GetBytes(one), other, strongly: false));
    }

    [Theory]
    [Rfc("9110", "13.1.2")]
    [InlineData("\"a\"", true)]
    [InlineData("\"b\", \"a\"", true)]
    [InlineData("\"b\",\"a\",\"c\"", true)]
    [InlineData(",, \t\"b\" ,, \"a\" ,", true)]
    [InlineData("W/\"b\", W/\"a\"", true)]
    [InlineData("\"b,\", \"a\"", true)]
    [InlineData("\"b\" \"a\"", true)]
    [InlineData("nonsense, \"a\"", true)]
    [InlineData("non\"sense, \"a\"", true)]
    [InlineData("\"b, \"a\"", true)]
    [InlineData("\"\u007f,\"a\"", true)]
    [InlineData("\" ,\"a\"", true)]
    [InlineData("\"!,\"a\"", false)]
    [InlineData("\"\u0080,\"a\"", false)]
    [InlineData("\"\u00ff,\"a\"", false)]
    [InlineData("\"\u007f\"a\"", false)]
    [InlineData("W/", false)]
    [InlineData("\",\"a\",\"", false)]
    [InlineData("a", false)]
    [InlineData("\"A\"", false)]
    [InlineData("w/\"a\"", false)]
    [InlineData("\"a", false)]
    [InlineData("a\"", false)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("\"\"", false)]
    public void Finds_a_tag_in_a_list(string list, bool expected) =>
        Assert.Equal(expected, EntityTag.ListNames(Encoding.Latin1.GetBytes(list), "\"a\"", strongly: false));

    [Theory]
    [Attack("ST-14")]
    [InlineData("\"b\",")]
    [InlineData("\"")]
    [InlineData(",")]
    [InlineData(" ")]
    [InlineData("W/")]
    [InlineData("x")]
    public void A_storm_of_tags_is_read_once_from_left_to_right(string piece)
    {
        byte[] storm = Encoding.Latin1.GetBytes(string.Concat(System.Linq.Enumerable.Repeat(piece, 1_000_000)));
        Assert.False(EntityTag.ListNames(storm, "\"a\"", strongly: false));
    }

    [Fact]
    public void Nothing_is_the_tag_of_what_has_none() =>
        Assert.False(EntityTag.ListNames("\"\", \"a\", W/\"\""u8, "", strongly: false));
}
