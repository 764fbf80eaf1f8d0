// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Representations;

/// <summary>How a representation may be coded. RFC 9110 §8.4.1.</summary>
[Flags]
internal enum ContentCoding
{
    /// <summary>Not at all.</summary>
    Identity = 0,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip = 1,

    /// <summary>zstd (RFC 8878).</summary>
    Zstandard = 2,

    /// <summary>br (RFC 7932).</summary>
    Brotli = 4,
}
