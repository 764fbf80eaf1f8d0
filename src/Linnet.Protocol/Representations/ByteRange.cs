// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Representations;

/// <summary>A part of a representation: at least one byte of it.</summary>
internal readonly struct ByteRange(long offset, long length) : IEquatable<ByteRange>
{
    /// <summary>Where it begins.</summary>
    public long Offset { get; } = offset;

    /// <summary>How many bytes it has.</summary>
    public long Length { get; } = length;

    /// <summary>Where it ends: the place behind its last byte.</summary>
    public long End => Offset + Length;

    /// <inheritdoc/>
    public bool Equals(ByteRange other) => Offset == other.Offset && Length == other.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offset, Length);
}
