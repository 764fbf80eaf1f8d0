// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;

namespace Linnet.Fuzz.Targets;

/// <summary>One reader of what a peer sends, ready to be given anything.</summary>
internal interface ITarget
{
    /// <summary>Its name: that of its folder in the corpus, too.</summary>
    public string Name { get; }

    /// <summary>True when it is fed as bytes arrive; false when it only ever sees the whole.</summary>
    public bool IsSplit { get; }

    /// <summary>How much it may allocate.</summary>
    public MemoryBound Memory { get; }

    /// <summary>Words of its language, which a mutation may put in.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Reads an input that arrives in pieces, checks what it makes of it, and writes that down.</summary>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript);
}
