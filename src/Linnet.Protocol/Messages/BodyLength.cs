// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Messages;

/// <summary>How a request body ends: there is none, after so many bytes, or when its chunked coding says so.</summary>
internal readonly struct BodyLength : IEquatable<BodyLength>
{
    private const long ChunkedMark = -1;

    private readonly long _value;

    private BodyLength(long value) => _value = value;

    /// <summary>No body.</summary>
    public static BodyLength None => default;

    /// <summary>The chunked coding delimits the body.</summary>
    public static BodyLength Chunked => new(ChunkedMark);

    /// <summary>True when the chunked coding delimits the body.</summary>
    public bool IsChunked => _value == ChunkedMark;

    /// <summary>True when there is no byte of body, known from the head alone.</summary>
    public bool IsNone => _value == 0;

    /// <summary>The length in bytes; 0 when chunked.</summary>
    public long Bytes => IsChunked ? 0 : _value;

    /// <summary>A body of exactly <paramref name="bytes"/> bytes.</summary>
    public static BodyLength Of(long bytes) => new(bytes);

    /// <inheritdoc />
    public bool Equals(BodyLength other) => _value == other._value;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is BodyLength other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => IsChunked ? "chunked" : $"{_value} bytes";
}
