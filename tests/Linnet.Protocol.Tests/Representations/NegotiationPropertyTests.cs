// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>Codings and tags, weighed once more in the slow and obvious way.</summary>
public sealed class NegotiationPropertyTests
{
    // Of equals the one that stands first is taken.
    private static readonly (string Name, ContentCoding Coding)[] Codings =
        [("br", ContentCoding.Brotli), ("zstd", ContentCoding.Zstandard), ("gzip", ContentCoding.Gzip)];

    private static readonly Gen<(string Name, int Weight)> Member = Gen.Select(
        Gen.OneOf("br", "zstd", "gzip", "identity", "*", "deflate", "BR", "GZip"), Gen.Int[0, 1000]);

    private static readonly Gen<string> Tag = Gen.Select(
        Gen.Bool, Gen.OneOf("a", "b", "a,b", "", "a b".Replace(' ', '!')), (isWeak, text) => $"{(isWeak ? "W/" : "")}\"{text}\"");

    [Fact]
    [Rfc("9110", "12.5.3")]
    [Rfc("9110", "12.4.2")]
    public void The_coding_with_the_largest_weight_is_chosen() =>
        Gen.Select(Member.Array[0, 6], Gen.Int[0, 7]).Sample(
            (members, available) =>
            {
                // Who names a coding twice gets the last word, which no RFC says.
                members = [.. members.GroupBy(one => one.Name.ToUpperInvariant()).Select(same => same.Last())];
                string field = string.Join(", ", members.Select(Write));
                Assert.Equal(
                    Choose(members, (ContentCoding)available),
                    new AcceptedCodings(Encoding.ASCII.GetBytes(field)).Choose((ContentCoding)available));
            },
            iter: 20_000);

    [Fact]
    [Rfc("9110", "8.8.3.2")]
    [Rfc("9110", "13.1.1")]
    [Rfc("9110", "13.1.2")]
    public void A_list_names_a_tag_that_is_one_of_its_members() =>
        Gen.Select(Tag.Array[0, 5], Tag, Gen.OneOf(",", ", ", " ,\t", ",,")).Sample(
            (members, current, comma) =>
            {
                byte[] list = Encoding.ASCII.GetBytes(string.Join(comma, members));
                Assert.Equal(
                    members.Any(one => Opaque(one) == Opaque(current)),
                    EntityTag.ListNames(list, current, strongly: false));
                Assert.Equal(
                    members.Any(one => one == current && !one.StartsWith('W')),
                    EntityTag.ListNames(list, current, strongly: true));
            },
            iter: 10_000);

    private static string Opaque(string tag) => tag[tag.IndexOf('"')..];

    private static string Write((string Name, int Weight) member) =>
        $"{member.Name};q={(member.Weight / 1000m).ToString("0.000", CultureInfo.InvariantCulture)}";

    private static ContentCoding Choose((string Name, int Weight)[] members, ContentCoding available)
    {
        int? named(string name) => members.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(one => (int?)one.Weight).FirstOrDefault();
        int others = named("*") ?? 0;
        IEnumerable<(ContentCoding Coding, int Weight)> wanted = Codings
            .Where(one => available.HasFlag(one.Coding))
            .Select(one => (one.Coding, Weight: named(one.Name) ?? others))
            .Where(one => one.Weight > 0 && one.Weight >= (named("identity") ?? 0));
        return wanted.OrderByDescending(one => one.Weight).Select(one => one.Coding).FirstOrDefault();
    }
}
