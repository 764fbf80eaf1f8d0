// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class RangeFieldTests
{
    [Theory]
    [Rfc("9110", "14.1.2")]
    [Attack("ST-12")]
    [InlineData("bytes=0-0", "0+1")]
    [InlineData("bytes=0-499", "0+500")]
    [InlineData("bytes=500-999", "500+500")]
    [InlineData("bytes=9500-", "9500+500")]
    [InlineData("bytes=-500", "9500+500")]
    [InlineData("bytes=-20000", "0+10000")]
    [InlineData("bytes=9999-20000", "9999+1")]
    [InlineData("bytes=0-9223372036854775807", "0+10000")]
    [InlineData("bytes=0-99999999999999999999999999", "0+10000")]
    [InlineData("bytes=-99999999999999999999999999", "0+10000")]
    [InlineData("bytes=00005-00009", "5+5")]
    [InlineData("BYTES=0-4", "0+5")]
    [InlineData("bytes= 0-4 ,\t5000-5004 ", "0+5 5000+5")]
    [InlineData("bytes=,,0-4,,,5000-5004,", "0+5 5000+5")]
    [InlineData("bytes=0-0,-1", "0+1 9999+1")]
    [InlineData("bytes=5000-5009,0-9", "5000+10 0+10")]
    [InlineData("bytes=10000-,0-9", "0+10")]
    [InlineData("bytes=-0,0-9", "0+10")]
    [InlineData("bytes=0-9,10-19", "0+20")]
    [InlineData("bytes=0-9,5-19", "0+20")]
    [InlineData("bytes=0-9,11-19", "0+10 11+9")]
    [InlineData("bytes=5000-5009,0-9,10-200", "5000+10 0+201")]
    [InlineData("bytes=0-9,300-309,150-159", "0+10 300+10 150+10")]
    [InlineData("bytes=0-9,20-29,10-19", "0+30")]
    [InlineData("bytes=0-9,10-19,20-29,30-39", "0+40")]
    [InlineData("bytes=30-39,20-29,10-19,0-9", "0+40")]
    public void Reads_what_is_wanted(string field, string expected)
    {
        Assert.Equal(RangeOutcome.Parts, Read(field, 10_000, out ByteRange[] parts));
        Assert.Equal(expected, string.Join(' ', parts.Select(static part => $"{part.Offset}+{part.Length}")));
    }

    [Theory]
    [Rfc("9110", "14.2")]
    [Attack("ST-12")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=,")]
    [InlineData("bytes=-")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=9-0")]
    [InlineData("bytes=9223372036854775807-0")]
    [InlineData("bytes=0-9,9-0")]
    [InlineData("bytes=0-9,x")]
    [InlineData("bytes=0 - 9")]
    [InlineData("bytes=0-9;10-19")]
    [InlineData("bytes=+0-9")]
    [InlineData("bytes=0x0-9")]
    [InlineData("bytes=-1-2")]
    [InlineData("bytes=0-9, bytes=20-29")]
    [InlineData("bytes =0-9")]
    [InlineData(" bytes=0-9")]
    [InlineData("bytes:0-9")]
    [InlineData("items=0-9")]
    [InlineData("none")]
    [InlineData("=0-9")]
    [InlineData("")]
    public void Ignores_what_it_does_not_understand(string field)
    {
        Assert.Equal(RangeOutcome.Whole, Read(field, 10_000, out ByteRange[] parts));
        Assert.Empty(parts);
    }

    [Theory]
    [Rfc("9110", "15.5.17")]
    [Attack("ST-12")]
    [InlineData("bytes=10000-")]
    [InlineData("bytes=10000-10000")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=20000-30000,-0,10000-")]
    [InlineData("bytes=9223372036854775807-9223372036854775807")]
    [InlineData("bytes=18446744073709551616-")]
    public void Says_when_none_of_it_exists(string field)
    {
        Assert.Equal(RangeOutcome.Unsatisfiable, Read(field, 10_000, out ByteRange[] parts));
        Assert.Empty(parts);
    }

    [Theory]
    [InlineData("bytes=0-")]
    [InlineData("bytes=-5")]
    [InlineData("bytes=5-")]
    [InlineData("bytes=-0")]
    public void Nothing_is_sent_whole(string field) => Assert.Equal(RangeOutcome.Whole, Read(field, 0, out _));

    [Fact]
    [Attack("ST-12")]
    public void Sixteen_parts_are_sent_and_seventeen_are_not()
    {
        Assert.Equal(RangeOutcome.Parts, Read(Scattered(16), 100_000, out ByteRange[] parts));
        Assert.Equal(16, parts.Length);
        Assert.Equal(RangeOutcome.Whole, Read(Scattered(17), 100_000, out parts));
        Assert.Empty(parts);
        Assert.Equal(RangeOutcome.Parts, Read(Scattered(16) + ",100000-,-0", 100_000, out _));

        // One that touches the first is none more.
        Assert.Equal(RangeOutcome.Parts, Read(Scattered(16) + ",10-19", 100_000, out parts));
        Assert.Equal((16, new ByteRange(0, 20)), (parts.Length, parts[0]));
    }

    [Fact]
    [Rfc("9110", "14.2")]
    [Attack("ST-12")]
    public void Two_that_overlap_are_merged_and_more_are_an_attack()
    {
        Assert.Equal(RangeOutcome.Parts, Read("bytes=0-9,5-14,10-19", 10_000, out ByteRange[] parts));
        Assert.Equal([new ByteRange(0, 20)], parts);
        Assert.Equal(RangeOutcome.Whole, Read("bytes=0-9,5-14,10-19,15-24", 10_000, out _));
        Assert.Equal(RangeOutcome.Whole, Read("bytes=0-,0-,0-,0-", 10_000, out _));
    }

    [Theory]
    [Attack("ST-12")]
    [InlineData("0-,")]
    [InlineData("0-0,")]
    [InlineData("-1,")]
    [InlineData(",")]
    [InlineData("99999999-,")]
    [InlineData("1")]
    public void A_field_of_a_megabyte_is_read_once_from_left_to_right(string piece)
    {
        string field = "bytes=" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var clock = Stopwatch.StartNew();
        Assert.NotEqual(RangeOutcome.Parts, Read(field, 1_000_000, out _));

        // What is quadratic takes minutes.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    [Rfc("9110", "15.3.7.2")]
    public void Whatever_is_wanted_is_covered_once_and_next_to_nothing_else()
    {
        Random random = new(20240229);
        for (int round = 0; round < 20_000; round++)
        {
            long length = random.Next(1, 3000);
            (long First, long Last)[] wanted =
            [
                .. Enumerable.Range(0, random.Next(1, 8)).Select(_ => ((long)random.Next(0, 3200), (long)random.Next(1, 200)))
                    .Select(static pair => (pair.Item1, pair.Item1 + pair.Item2)),
            ];
            string field = "bytes=" + string.Join(',', wanted.Select(static one => $"{one.First}-{one.Last}"));
            Check(field, length, wanted, Read(field, length, out ByteRange[] parts), parts);
        }
    }

    private static void Check(
        string field, long length, (long First, long Last)[] wanted, RangeOutcome outcome, ByteRange[] parts)
    {
        bool[] isWanted = new bool[length];
        int overlapping = 0;
        foreach ((long first, long last) in wanted)
        {
            bool overlaps = false;
            for (long place = first; place <= Math.Min(last, length - 1); place++)
            {
                overlaps |= isWanted[place];
                isWanted[place] = true;
            }

            overlapping += overlaps ? 1 : 0;
        }

        if (outcome != RangeOutcome.Parts)
        {
            Assert.True(!isWanted.Contains(true) || overlapping > 1, field);
            return;
        }

        int[] sent = new int[length];
        foreach (ByteRange part in parts)
        {
            Assert.True(isWanted[part.Offset] && isWanted[part.End - 1], field);
            for (long place = part.Offset; place < part.End; place++)
            {
                sent[place]++;
            }
        }

        Assert.True(sent.All(static count => count <= 1), field);
        for (int place = 0; place < length; place++)
        {
            Assert.True(isWanted[place] == (sent[place] == 1), field);
        }
    }

    private static string Scattered(int count) =>
        "bytes=" + string.Join(',', Enumerable.Range(0, count).Select(static number => $"{number * 1000}-{(number * 1000) + 9}"));

    private static RangeOutcome Read(string field, long length, out ByteRange[] parts)
    {
        Span<ByteRange> room = stackalloc ByteRange[RangeField.MaxParts];
        RangeOutcome outcome = RangeField.Read(Encoding.Latin1.GetBytes(field), length, room, out int count);
        parts = room[..count].ToArray();
        return outcome;
    }
}
