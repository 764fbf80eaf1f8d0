// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Representations;

/// <summary>The value of a request field, or that there is none: an empty value is not the same as no field.</summary>
internal readonly ref struct FieldValue
{
    /// <summary>A field that is there.</summary>
    public FieldValue(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsPresent = true;
    }

    /// <summary>Whether the request has the field.</summary>
    public bool IsPresent { get; }

    /// <summary>Its value; several lines of it joined by commas (RFC 9110 §5.3).</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
