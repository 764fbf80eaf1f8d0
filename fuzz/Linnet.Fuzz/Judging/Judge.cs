// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Fuzz.Targets;

namespace Linnet.Fuzz.Judging;

/// <summary>
/// Holds a reader to its contract with one input: no exception, bounded memory, linear steps, and one verdict however the
/// input is split. RFC 9112 knows no segments: whoever answers by them lets requests be smuggled.
/// </summary>
/// <param name="target">The reader.</param>
/// <param name="maxCuts">Beyond so many places, cuts are made at a stride.</param>
internal sealed class Judge(ITarget target, int maxCuts)
{
    // Each byte may be an event of its own, and each piece may be asked for twice.
    private const int CallsPerByte = 2;
    private const int CallsOnce = 16;

    private readonly Transcript _whole = new();
    private readonly Transcript _split = new();

    /// <summary>The most bytes that one reading has allocated.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The most calls for each byte that a reading has taken.</summary>
    public double MostCallsPerByte { get; private set; }

    /// <summary>How many times an input was read, in one way or another.</summary>
    public long Readings { get; private set; }

    /// <summary>Reads the input in every way.</summary>
    /// <exception cref="BreachException">The contract is broken.</exception>
    public void Run(ReadOnlySpan<byte> input)
    {
        long allocated = Measure(input);
        if (allocated > target.Memory.For(input.Length))
        {
            // What a type allocates once, when it is first used, is not the input's.
            allocated = Measure(input);
        }

        BreachException.Unless(
            allocated <= target.Memory.For(input.Length),
            $"{input.Length} bytes take at most {target.Memory.For(input.Length)} bytes of memory; they took {allocated}.");
        MostAllocated = Math.Max(MostAllocated, allocated);
        MostCallsPerByte = Math.Max(MostCallsPerByte, (double)_whole.Calls / Math.Max(CallsOnce, input.Length));
        Compare(input, Pieces.Bytes, "a byte at a time");
        if (!target.IsSplit)
        {
            return;
        }

        int stride = Math.Max(1, (input.Length + maxCuts - 1) / maxCuts);
        for (int cut = 1; cut < input.Length; cut += stride)
        {
            Compare(input, Pieces.CutAt(cut), $"cut at {cut}");
        }
    }

    private long Measure(ReadOnlySpan<byte> input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(input, Pieces.Whole, _whole);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Compare(ReadOnlySpan<byte> input, Pieces pieces, string way)
    {
        Read(input, pieces, _split);
        if (!_whole.Said.SequenceEqual(_split.Said))
        {
            throw new BreachException($"The verdict is another when the input comes {way}.");
        }
    }

    private void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        Readings++;
        transcript.Begin(CallsOnce + (CallsPerByte * (input.Length + pieces.Count(input.Length))));
        target.Read(input, pieces, transcript);
    }
}
