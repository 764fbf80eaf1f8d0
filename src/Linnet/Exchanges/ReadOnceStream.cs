// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// A body as a stream: what comes from a client is read once, forwards, and never written. Whoever derives from it says how a
/// piece is read; everything else that the base library wants of a stream is here. Its synchronous members block.
/// </summary>
internal abstract class ReadOnceStream : Stream
{
    /// <inheritdoc />
    public sealed override bool CanRead => true;

    /// <inheritdoc />
    public sealed override bool CanSeek => false;

    /// <inheritdoc />
    public sealed override bool CanWrite => false;

    /// <inheritdoc />
    public sealed override long Length => throw new NotSupportedException("A body has no length as a stream: ask the request.");

    /// <inheritdoc />
    public sealed override long Position
    {
        get => throw ReadOnce();
        set => throw ReadOnce();
    }

    /// <inheritdoc />
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc />
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public sealed override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public sealed override void Flush()
    {
        // Nothing is written, so nothing waits.
    }

    /// <inheritdoc />
    public sealed override long Seek(long offset, SeekOrigin origin) => throw ReadOnce();

    /// <inheritdoc />
    public sealed override void SetLength(long value) => throw OnlyRead();

    /// <inheritdoc />
    public sealed override void Write(byte[] buffer, int offset, int count) => throw OnlyRead();

    private static NotSupportedException ReadOnce() => new("A body is read once, forwards.");

    private static NotSupportedException OnlyRead() => new("The body of a request is only read.");
}
