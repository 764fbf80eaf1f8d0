// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Http1;

/// <summary>What a <see cref="LineScanner"/> found.</summary>
internal enum LineResult : byte
{
    /// <summary>The end has not arrived.</summary>
    Incomplete,

    /// <summary>The line is whole.</summary>
    Complete,

    /// <summary>The line does not end where its bound says it must.</summary>
    TooLong,

    /// <summary>A CR or LF stands alone.</summary>
    Rejected,
}
