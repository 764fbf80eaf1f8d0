// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class CookiePairsTests
{
    [Theory]
    [Rfc("6265", "4.1.1")]
    [Rfc("6265", "5.4")]
    [InlineData("", "")]
    [InlineData("a=b", "a=b")]
    [InlineData("a=b; c=d", "a=b|c=d")]
    [InlineData("a=b;c=d", "a=b|c=d")]
    [InlineData("a=b; a=c", "a=b|a=c")]
    [InlineData(" a\t= b ;\tc = d", "a=b|c=d")]
    [InlineData("a=b=c; d==", "a=b=c|d==")]
    [InlineData("a=\"b c\"", "a=\"b c\"")]
    [InlineData("a=\"b; c=d\"", "a=\"b|c=d\"")]
    [InlineData("a=", "a=")]
    [InlineData("a; b=c", "b=c")]
    [InlineData("a", "")]
    [InlineData("=a; b=c", "b=c")]
    [InlineData(" = ;b=c", "b=c")]
    [InlineData(";; ;a=b;;", "a=b")]
    [InlineData("a=b; c", "a=b")]
    public void Every_pair_with_a_name_is_taken_and_its_value_is_what_was_sent(string field, string expected) =>
        Assert.Equal(expected, string.Join('|', Read(field)));

    [Theory]
    [Attack("HD-17")]
    [InlineData("a=b;")]
    [InlineData(";")]
    [InlineData("\"")]
    [InlineData("a;")]
    [InlineData("=")]
    [InlineData(" ")]
    public void A_storm_of_pairs_is_read_once_from_left_to_right(string piece)
    {
        int count = Read(string.Concat(Enumerable.Repeat(piece, 200_000))).Count;
        Assert.Equal(piece == "a=b;" ? 200_000 : 0, count);
    }

    private static List<string> Read(string field)
    {
        List<string> pairs = [];
        ReadOnlySpan<byte> rest = Encoding.Latin1.GetBytes(field);
        while (CookiePairs.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            pairs.Add($"{Encoding.Latin1.GetString(name)}={Encoding.Latin1.GetString(value)}");
        }

        Assert.True(rest.IsEmpty);
        return pairs;
    }
}
