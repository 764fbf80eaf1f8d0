// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Testing;

/// <summary>Into which pieces a network cuts a stream of bytes, where a receiver must not care.</summary>
public sealed class Delivery
{
    private readonly Func<int, int> _next;
    private readonly string _name;

    private Delivery(string name, Func<int, int> next)
    {
        _name = name;
        _next = next;
    }

    /// <summary>As much at once as there is.</summary>
    public static Delivery Whole { get; } = new("whole", static available => available);

    /// <summary>One byte at a time.</summary>
    public static Delivery ByteByByte { get; } = new("byte by byte", static _ => 1);

    /// <summary>Pieces of random size, the same for the same seed; mostly small, because that is where seams hurt.</summary>
    public static Delivery Random(int seed)
    {
        Random random = new(seed);
        return new Delivery($"random pieces from seed {seed}", available =>
            random.Next(4) == 0 ? random.Next(1, available + 1) : random.Next(1, Math.Min(available, 12) + 1));
    }

    /// <summary>How many of the bytes that are there come next: at least one.</summary>
    public int Next(int available) => _next(available);

    /// <inheritdoc />
    public override string ToString() => _name;
}
