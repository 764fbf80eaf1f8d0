// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;
using CsCheck;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Names_come_in_the_order_people_expect()
    {
        string[] expected =
        [
            "1.txt", "02.txt", "2.txt", "10.txt", "99999999999999999999998", "99999999999999999999999", "a", "a b",
            "a.txt", "A1", "a2", "A10", "Apfel", "apfelmus", "file-9-x", "file-10-a", "FILE-10-b", "Zebra", "zoo",
            "Äpfel", "äpfelmus", "éclair", "Ω1", "ω2", "文", "🍏",
        ];
        string[] shuffled = [.. expected.Reverse()];
        Array.Sort(shuffled, Compare);
        Assert.Equal(expected, shuffled);
    }

    [Fact]
    public void Names_that_differ_only_in_case_or_zeros_have_an_order_too()
    {
        Assert.True(Compare("README", "readme") < 0);
        Assert.True(Compare("readme", "README") > 0);
        Assert.True(Compare("07", "7") < 0);
        Assert.Equal(0, Compare("same", "same"));
    }

    [Fact]
    public void The_order_is_total()
    {
        Gen<byte[]> name = Gen.OneOf(Gen.Byte, Gen.OneOf("aA0019éÉ."u8.ToArray())).Array[0, 6];
        Gen.Select(name, name, name).Sample((a, b, c) =>
        {
            Assert.Equal(Math.Sign(NaturalOrder.Compare(a, b)), -Math.Sign(NaturalOrder.Compare(b, a)));
            Assert.Equal(NaturalOrder.Compare(a, b) == 0, a.AsSpan().SequenceEqual(b));
            if (NaturalOrder.Compare(a, b) <= 0 && NaturalOrder.Compare(b, c) <= 0)
            {
                Assert.True(NaturalOrder.Compare(a, c) <= 0);
            }
        }, iter: 50_000);
    }

    private static int Compare(string left, string right) =>
        NaturalOrder.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
