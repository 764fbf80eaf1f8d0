// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Representations;

/// <summary>What a Range field comes to. RFC 9110 §14.2.</summary>
internal enum RangeOutcome
{
    /// <summary>The field is ignored: the whole representation is sent.</summary>
    Whole,

    /// <summary>There are parts to send: 206.</summary>
    Parts,

    /// <summary>None of what is wanted exists: 416.</summary>
    Unsatisfiable,
}
