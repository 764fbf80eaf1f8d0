// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Load.Serving;

namespace Linnet.Load.Slow;

/// <summary>What slow clients have done to a good one.</summary>
/// <param name="Quiet">The good client's latencies while it was alone.</param>
/// <param name="Loaded">The same among the slow ones.</param>
/// <param name="Elsewhere">The same of a server beside them that has no slow clients: what they cost the machine.</param>
/// <param name="ThrownOut">How often a slow client lost its connection.</param>
/// <param name="Memory">The server's memory at the end.</param>
internal sealed record SlowResult(Latencies Quiet, Latencies Loaded, Latencies Elsewhere, long ThrownOut, MemoryReport Memory);
