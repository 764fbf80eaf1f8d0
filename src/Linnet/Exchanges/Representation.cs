// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Exchanges;

/// <summary>What is sent, with what says which state of it: the selected representation of RFC 9110 §3.2.</summary>
internal readonly struct Representation(ContentSource source, long length)
{
    /// <summary>Where its bytes are.</summary>
    public ContentSource Source { get; } = source;

    /// <summary>How many there are; negative when nobody knows.</summary>
    public long Length { get; } = length;

    /// <summary>Its media type; null leaves the response's as it is.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether browsers are told to take its type as it is said.</summary>
    public bool IsTypeFinal { get; init; }

    /// <summary>Whether another client may get another coding of it.</summary>
    public bool IsNegotiated { get; init; }

    /// <summary>How it is coded; null for not at all.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>How long it may be kept; null to say nothing.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Its entity tag as it is sent; null for none.</summary>
    public string? EntityTag { get; init; }

    /// <summary>When it was last changed, to the second; null for not known.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The same as it is sent.</summary>
    public string? LastModifiedText { get; init; }

    /// <summary>Whether no other state of it has that date (RFC 9110 §8.8.2.2).</summary>
    public bool IsDateStrong { get; init; }
}
