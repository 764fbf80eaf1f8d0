// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Exchanges;

/// <summary>
/// A response's <see cref="HttpResponse.Writer"/>: gathers in memory what leaves with the next write or flush, or when the
/// handler returns.
/// </summary>
internal sealed class ResponseWriter(HttpExchange exchange, PooledBuffer buffer) : IBufferWriter<byte>
{
    /// <inheritdoc />
    public void Advance(int count) => Buffer().Advance(count);

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0) => Buffer().GetMemory(sizeHint);

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => Buffer().GetSpan(sizeHint);

    private PooledBuffer Buffer()
    {
        // A write under way is sending this buffer's bytes: they must not move now.
        exchange.Gate.RequireIdle();
        return buffer;
    }
}
