// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>The bounds on a request head and its trailers, in bytes and counts. Read once, never changed.</summary>
internal sealed record HeadLimits
{
    /// <summary>Bytes of a request line without its CRLF; one more is answered 414.</summary>
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of one field line without its CRLF; one more is answered 431.</summary>
    public int MaxFieldLineBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of all field lines with their CRLFs; one more is answered 431.</summary>
    public int MaxFieldBytes { get; init; } = 32 * 1024;

    /// <summary>Field lines in a head; one more is answered 431.</summary>
    public int MaxFields { get; init; } = 100;

    /// <summary>Bytes of chunk extensions in one message; one more is answered 400.</summary>
    public int MaxChunkExtensionBytes { get; init; } = 1024;

    /// <summary>Bytes of a trailer section; one more is answered 431.</summary>
    public int MaxTrailerBytes { get; init; } = 8 * 1024;

    /// <summary>Field lines in a trailer section; one more is answered 431.</summary>
    public int MaxTrailerFields { get; init; } = 20;
}
