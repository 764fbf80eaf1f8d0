// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Representations;

/// <summary>The fields of a request that say on which condition, and which part of, a representation is wanted.</summary>
internal readonly ref struct ConditionFields
{
    /// <summary>RFC 9110 §13.1.1.</summary>
    public FieldValue IfMatch { get; init; }

    /// <summary>RFC 9110 §13.1.2.</summary>
    public FieldValue IfNoneMatch { get; init; }

    /// <summary>RFC 9110 §13.1.3.</summary>
    public FieldValue IfModifiedSince { get; init; }

    /// <summary>RFC 9110 §13.1.4.</summary>
    public FieldValue IfUnmodifiedSince { get; init; }

    /// <summary>RFC 9110 §13.1.5.</summary>
    public FieldValue IfRange { get; init; }

    /// <summary>RFC 9110 §14.2.</summary>
    public FieldValue Range { get; init; }
}
