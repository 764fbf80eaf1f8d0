// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Representations;

/// <summary>What tells one state of a representation from another. RFC 9110 §8.8.</summary>
/// <param name="entityTag">The value of ETag as it is sent, with quotes; empty for none.</param>
/// <param name="lastModified">The value of Last-Modified, to the second; null for none.</param>
/// <param name="isDateStrong">
/// Whether the date belongs to one state alone, because the second it names had passed when it was read (RFC 9110 §8.8.2.2).
/// </param>
internal readonly ref struct Validators(ReadOnlySpan<char> entityTag, DateTimeOffset? lastModified, bool isDateStrong)
{
    /// <summary>The value of ETag; empty for none.</summary>
    public ReadOnlySpan<char> EntityTag { get; } = entityTag;

    /// <summary>The value of Last-Modified.</summary>
    public DateTimeOffset? LastModified { get; } = lastModified;

    /// <summary>Whether no other state has the same date.</summary>
    public bool IsDateStrong { get; } = isDateStrong;
}
