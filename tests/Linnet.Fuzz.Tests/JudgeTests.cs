// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Fuzz.Judging;

using Xunit;

namespace Linnet.Fuzz.Tests;

/// <summary>That the judge sees each way of breaking a contract: a fuzzer that finds nothing may also be blind.</summary>
public sealed class JudgeTests
{
    private static readonly byte[] Input = "twelve bytes"u8.ToArray();

    [Fact]
    public void A_reader_that_does_as_promised_passes()
    {
        Judge judge = new(new FaultyTarget(Fault.None), 64);
        judge.Run(Input);
        Assert.Equal(13, judge.Readings);
    }

    [Fact]
    public void A_verdict_that_depends_on_pieces_is_seen() => ExpectBreach(Fault.LooksAtPieces, "cut at");

    [Fact]
    public void A_verdict_that_depends_on_single_bytes_is_seen() => ExpectBreach(Fault.LooksAtBytes, "a byte at a time");

    [Fact]
    public void Memory_beyond_the_bound_is_seen() => ExpectBreach(Fault.Allocates, "of memory");

    [Fact]
    public void A_reader_that_never_ends_is_seen() => ExpectBreach(Fault.NeverEnds, "linear");

    [Fact]
    public void An_exception_is_let_through() =>
        Assert.Throws<NotSupportedException>(() => new Judge(new FaultyTarget(Fault.Throws), 64).Run(Input));

    private static void ExpectBreach(Fault fault, string says)
    {
        BreachException breach = Assert.Throws<BreachException>(() => new Judge(new FaultyTarget(fault), 64).Run(Input));
        Assert.Contains(says, breach.Message, StringComparison.Ordinal);
    }
}
