// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

/// <summary>Conditions and ranges together, every combination against a model written from the RFC.</summary>
public sealed class SelectingTests
{
    [Fact]
    [Rfc("9110", "13.2.2")]
    [Rfc("9110", "13.1.1")]
    [Rfc("9110", "13.1.2")]
    [Rfc("9110", "13.1.3")]
    [Rfc("9110", "13.1.4")]
    [Rfc("9110", "13.1.5")]
    [Attack("ST-14")]
    public void Every_combination_is_decided_as_the_RFC_says()
    {
        List<ConditionCase> wrong = [];
        Dictionary<Selection, int> seen = [];
        foreach (ConditionCase asked in ConditionCase.All())
        {
            Selection found = asked.Select(out _);
            seen[found] = seen.GetValueOrDefault(found) + 1;
            if (found != NaiveConditions.Select(asked))
            {
                wrong.Add(asked);
            }
        }

        Assert.Empty(wrong.Take(5));

        // Every answer there is came up, many times.
        Assert.Equal(6, seen.Count);
        Assert.All(seen.Values, static count => Assert.True(count > 30));
    }

    [Fact]
    [Rfc("9110", "14.2")]
    public void What_is_sent_in_parts_are_the_parts()
    {
        ConditionCase asked = new(
            KnownMethod.Get, "\"a\"", null, false, null, null, null, null, "\"a\"", "bytes=0-9,500-509");
        Assert.Equal(Selection.Parts, asked.Select(out ByteRange[] parts));
        Assert.Equal([new ByteRange(0, 10), new ByteRange(500, 10)], parts);
    }

    [Fact]
    [Rfc("9110", "14.2")]
    public void What_has_no_known_length_has_no_parts()
    {
        ConditionFields fields = new() { Range = new FieldValue("bytes=0-9"u8) };
        Selection selection = Selecting.Select(
            fields, default, KnownMethod.Get, -1, ConditionCase.Now, new ByteRange[RangeField.MaxParts], out int count);
        Assert.Equal(Selection.Whole, selection);
        Assert.Equal(0, count);
    }

    [Theory]
    [Attack("ST-14")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", true)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", false)]
    [InlineData("Thu, 29 Feb 2024 12:30:15 GMT, Thu, 29 Feb 2024 12:30:15 GMT", false)]
    [InlineData("Wed, 29 Feb 2024 12:30:15 GMT", false)]
    [InlineData("2024-02-29T12:30:15Z", false)]
    [InlineData("", false)]
    public void Dates_far_off_are_dates_and_others_none(string since, bool isUnmodified)
    {
        ConditionCase asked = new(
            KnownMethod.Get, "\"a\"", ConditionCase.Modified, true, null, null, null, since, null, null);
        Assert.Equal(isUnmodified ? Selection.NotModified : Selection.Whole, asked.Select(out _));
    }
}
