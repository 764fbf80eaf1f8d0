// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;

namespace Linnet.Routing;

/// <summary>Compares literal segments as bytes, and looks one up by a span of a path without making anything.</summary>
internal sealed class SegmentComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private SegmentComparer()
    {
    }

    /// <summary>The one there is.</summary>
    public static SegmentComparer Instance { get; } = new();

    /// <inheritdoc />
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc />
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc />
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc />
    // Quick, and the same in every process: what is looked up in is the program's own, so no client can choose what collides.
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        ulong hash = (ulong)alternate.Length;
        while (alternate.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(alternate));
            alternate = alternate[sizeof(ulong)..];
        }

        ulong rest = 0;
        foreach (byte one in alternate)
        {
            rest = (rest << 8) | one;
        }

        hash = Mix(hash, rest);
        return (int)(hash ^ (hash >> 32));
    }

    /// <inheritdoc />
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    // The golden ratio's digits, odd: neighbouring texts end up far apart.
    private static ulong Mix(ulong hash, ulong block) =>
        BitOperations.RotateLeft(hash ^ block, 29) * 0x9E37_79B9_7F4A_7C15;
}
