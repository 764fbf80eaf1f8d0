// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Messages;

/// <summary>Where one field's name and value stand, counted from the first byte of the message.</summary>
internal readonly struct Field(KnownField known, int nameStart, int nameLength, int valueStart, int valueLength)
{
    /// <summary>The field, when the server knows it.</summary>
    public KnownField Known { get; } = known;

    private readonly int _nameStart = nameStart;
    private readonly int _nameLength = nameLength;
    private readonly int _valueStart = valueStart;
    private readonly int _valueLength = valueLength;

    /// <summary>The name's bytes, a token.</summary>
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> message) => message.Slice(_nameStart, _nameLength);

    /// <summary>The value's bytes, without the white space around it.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message) => message.Slice(_valueStart, _valueLength);
}
