// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What a <see cref="RunSet{T}"/> holds.</summary>
internal interface IRun
{
    /// <summary>The index of one that is in no set.</summary>
    public const int Gone = -1;

    /// <summary>Where the set keeps it. The set's business, under its lock; <see cref="Gone"/> before and after.</summary>
    public int Index { get; set; }
}
