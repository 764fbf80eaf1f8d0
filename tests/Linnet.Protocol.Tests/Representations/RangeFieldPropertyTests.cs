// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class RangeFieldPropertyTests
{
    // The first two overlaps are merged; with a third the field is ignored.
    private const int Overlaps = 2;

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[0, 70].Select(number => number.ToString()), Gen.Const(""), Gen.Const("007"), Gen.Const("99999999999999999999"),
        Gen.Const("x"), Gen.Const("+1"));

    private static readonly Gen<string> Sensible =
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 8], (first, more) => $"{first}-{first + more}");

    private static readonly Gen<string> Member = Gen.Frequency(
        (6, Sensible),
        (2, Gen.Select(Number, Number, (first, last) => $"{first}-{last}")),
        (1, Gen.OneOf(Gen.Const(""), Gen.Const(" "), Gen.Const("5"), Gen.Const("-"), Gen.Const(" 1-2\t"))));

    /// <summary>Exactly the bytes that exist of those asked for, each once, in parts that do not touch.</summary>
    [Fact]
    [Rfc("9110", "14.1.2")]
    [Rfc("9110", "14.2")]
    [Attack("ST-12")]
    public void A_model_of_sets_agrees() =>
        Gen.Select(Gen.OneOf(Sensible, Member).Array[0, 20], Gen.Int[0, 60], Gen.Bool).Sample(
            (members, length, isOddUnit) =>
            {
                string field = (isOddUnit ? "lines=" : "Bytes=") + string.Join(',', members);
                Span<ByteRange> room = stackalloc ByteRange[RangeField.MaxParts];
                RangeOutcome outcome = RangeField.Read(Encoding.ASCII.GetBytes(field), length, room, out int count);
                ByteRange[] parts = room[..count].ToArray();
                List<HashSet<int>>? wanted = NaiveRanges.Read(field, length, out bool asksForAny);
                if (wanted is null or { Count: 0 })
                {
                    bool isUnsatisfiable = wanted is not null && asksForAny && length > 0;
                    Assert.Equal(isUnsatisfiable ? RangeOutcome.Unsatisfiable : RangeOutcome.Whole, outcome);
                    return;
                }

                if (outcome == RangeOutcome.Whole)
                {
                    Assert.True(IsTooMuch(wanted), $"{field} of {length} was ignored.");
                    return;
                }

                Assert.Equal(RangeOutcome.Parts, outcome);
                Assert.Equal(
                    wanted.SelectMany(places => places).Distinct().Order(),
                    parts.SelectMany(part => Enumerable.Range((int)part.Offset, (int)part.Length)).Order());
                Assert.DoesNotContain(parts, part => parts.Any(other => other.Offset == part.End));
                Assert.Equal(
                    parts.OrderBy(part => wanted.FindIndex(places => places.Any(place => IsIn(part, place)))), parts);
            },
            iter: 20_000);

    private static bool IsIn(ByteRange part, int place) => place >= part.Offset && place < part.End;

    private static bool IsTooMuch(List<HashSet<int>> wanted) =>
        wanted.Count > RangeField.MaxParts
        || wanted.SelectMany((one, index) => wanted.Take(index).Where(other => other.Overlaps(one))).Count() > Overlaps;
}
