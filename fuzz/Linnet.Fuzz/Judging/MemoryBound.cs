// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Fuzz.Judging;

/// <summary>How much a reader may allocate for an input.</summary>
/// <param name="Once">Bytes for any input at all.</param>
/// <param name="PerByte">Bytes more for each byte of it.</param>
internal readonly record struct MemoryBound(int Once, int PerByte)
{
    /// <summary>The bound for an input.</summary>
    public long For(int length) => Once + ((long)PerByte * length);
}
