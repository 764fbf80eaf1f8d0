// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>How a file is sent, beyond what its handle says.</summary>
internal readonly struct FileAnswer(string mediaType)
{
    /// <summary>The type of what is in it, before any coding.</summary>
    public string MediaType { get; } = mediaType;

    /// <summary>How it is coded.</summary>
    public ContentCoding Coding { get; init; }

    /// <summary>Whether another client may get another coding.</summary>
    public bool IsNegotiated { get; init; }

    /// <summary>How long it may be kept; null to say nothing.</summary>
    public string? CacheControl { get; init; }
}
