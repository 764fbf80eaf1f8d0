// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Http1;

/// <summary>What a <see cref="ChunkedDecoder"/> has to say.</summary>
internal enum ChunkedResult : byte
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The bytes that follow are payload: <see cref="ChunkedDecoder.ChunkRemaining"/> of them.</summary>
    Data,

    /// <summary>The last chunk and the trailer section have been read.</summary>
    Complete,

    /// <summary>The bytes break a rule.</summary>
    Rejected,
}
