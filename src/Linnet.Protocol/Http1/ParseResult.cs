// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Http1;

/// <summary>What a parser that is fed as bytes arrive has to say.</summary>
internal enum ParseResult : byte
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The whole thing has been read.</summary>
    Complete,

    /// <summary>The bytes break a rule.</summary>
    Rejected,
}
