// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Files;

/// <summary>
/// Names that were looked for a moment ago and are not there: for siblings, of which most files have none, and which are not
/// needed. A table of fixed size, for any number of threads; holds no names, only what is left of them and when.
/// </summary>
/// <remarks>
/// A sibling that appears is seen within a second. Two names may look the same here, once in some billion: so whoever finds
/// nothing at all looks again without asking here.
/// </remarks>
internal sealed class AbsentNames(TimeProvider time)
{
    private const int Places = 1024;

    // What is left of a name above, the second in which it was not there below.
    private readonly long[] _seen = new long[Places];

    /// <summary>Whether a name was missing less than a second ago.</summary>
    public bool Has(ReadOnlySpan<byte> name)
    {
        int print = PrintOf(name);
        return Volatile.Read(ref _seen[(uint)print % Places]) == Entry(print);
    }

    /// <summary>A name is not there now.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        int print = PrintOf(name);
        Volatile.Write(ref _seen[(uint)print % Places], Entry(print));
    }

    private long Entry(int print)
    {
        // One more, so that an empty place is no name in the second the clock begins with.
        long second = (time.GetTimestamp() / time.TimestampFrequency) + 1;
        return ((long)print << 32) | (second & uint.MaxValue);
    }

    private static int PrintOf(ReadOnlySpan<byte> name)
    {
        // Keyed anew in every process, so that nobody can choose names that look the same.
        HashCode hash = default;
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
