// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Load.Serving;

namespace Linnet.Load.Transfer;

/// <summary>What a transfer has shown.</summary>
/// <param name="Name">What was transferred.</param>
/// <param name="Bytes">How much arrived.</param>
/// <param name="Memory">The server's memory after it.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record TransferResult(string Name, long Bytes, MemoryReport Memory, TimeSpan Elapsed);
