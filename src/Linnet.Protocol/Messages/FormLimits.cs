// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>Bounds on forms. Beyond is answered 413.</summary>
internal sealed record FormLimits
{
    /// <summary>Fields and files of a form.</summary>
    public int MaxParts { get; init; } = 1000;

    /// <summary>Bytes of the head of one part, with its empty line.</summary>
    public int MaxPartHeadBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of one field that is read into memory.</summary>
    public int MaxFieldBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of all fields that are read into memory.</summary>
    public int MaxFormBytes { get; init; } = 1024 * 1024;
}
