// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Testing;

/// <summary>What befalls a stream of bytes on a <see cref="SimulatedNetwork"/>.</summary>
internal enum SimulatedFault
{
    /// <summary>The connection is reset for both.</summary>
    Reset,

    /// <summary>The stream ends in order; whoever sent it is cut off.</summary>
    Cut,

    /// <summary>Nothing arrives any more.</summary>
    Silence,

    /// <summary>Nothing arrives for a while.</summary>
    Stall,
}
