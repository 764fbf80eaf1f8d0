// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Fuzz.Tests;

/// <summary>What is wrong with a reader.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It answers by where the input was cut.</summary>
    LooksAtPieces,

    /// <summary>It answers by whether bytes come one by one.</summary>
    LooksAtBytes,

    /// <summary>It allocates too much.</summary>
    Allocates,

    /// <summary>It makes no progress.</summary>
    NeverEnds,

    /// <summary>It throws.</summary>
    Throws,
}
