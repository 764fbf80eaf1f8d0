// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>The body of the current request as a stream that can only be read, once, forwards.</summary>
internal sealed class RequestBody(HttpExchange exchange) : Stream
{
    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException("A request body has no length: ask the request.");

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException("A request body has no position.");
        set => throw new NotSupportedException("A request body has no position.");
    }

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.Gate.Enter();
        return exchange.Gate.LeaveAfterAsync(ReadStreamAsync(buffer, cancellationToken));
    }

    /// <summary>Reads a piece of the body where it was received; empty at its end.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadPieceAsync(CancellationToken cancellationToken)
    {
        exchange.Gate.Enter();
        return exchange.Gate.LeaveAfterAsync(ReadStreamPieceAsync(cancellationToken));
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public override void Flush()
    {
        // Nothing is written, so nothing waits.
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A request body is read once, forwards.");

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException("A request body is only read.");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A request body is only read.");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadStreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await exchange.Stream.ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count >= 0 ? count : throw Failure();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReadStreamPieceAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> piece =
            await exchange.Stream.ReadBodyPieceAsync(cancellationToken).ConfigureAwait(false);
        return exchange.Stream.Body.Failure == RequestRejection.None || !piece.IsEmpty ? piece : throw Failure();
    }

    private RequestBodyException Failure()
    {
        RejectionRule rule = RejectionRules.Of(exchange.Stream.Body.Failure);
        return new RequestBodyException(rule.Status, $"{rule.Text} ({rule.Section})");
    }
}
