// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Fuzz.Judging;

/// <summary>How an input arrives: whole, in two pieces, or a byte at a time.</summary>
internal readonly record struct Pieces
{
    private readonly int _first;
    private readonly int _then;

    private Pieces(int first, int then)
    {
        _first = first;
        _then = then;
    }

    /// <summary>All of it at once.</summary>
    public static Pieces Whole => new(int.MaxValue, int.MaxValue);

    /// <summary>A byte at a time.</summary>
    public static Pieces Bytes => new(1, 1);

    /// <summary>In two pieces.</summary>
    public static Pieces CutAt(int place) => new(place, int.MaxValue);

    /// <summary>How many bytes have come once the next piece has.</summary>
    public int Next(int received, int length)
    {
        int piece = received < _first ? _first - received : _then;
        return received + Math.Min(piece, length - received);
    }

    /// <summary>How many there are, at the most.</summary>
    public int Count(int length) => _then == 1 ? length : 2;
}
