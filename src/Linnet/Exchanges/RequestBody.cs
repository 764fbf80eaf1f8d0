// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>The body of the current request as a stream that can only be read, once, forwards.</summary>
internal sealed class RequestBody(HttpExchange exchange) : ReadOnceStream
{
    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        exchange.Gate.PassAsync(
            (body: this, buffer, cancellationToken),
            static call => call.body.ReadStreamAsync(call.buffer, call.cancellationToken));

    /// <summary>Reads a piece of the body where it was received; empty at its end.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadPieceAsync(CancellationToken cancellationToken) =>
        exchange.Gate.PassAsync(
            (body: this, cancellationToken), static call => call.body.ReadStreamPieceAsync(call.cancellationToken));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadStreamAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        RequireMemory();
        int count = await exchange.Stream.ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count >= 0 ? count : throw Failure();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReadStreamPieceAsync(CancellationToken cancellationToken)
    {
        RequireMemory();
        ReadOnlyMemory<byte> piece =
            await exchange.Stream.ReadBodyPieceAsync(cancellationToken).ConfigureAwait(false);
        return exchange.Stream.Body.Failure == RequestRejection.None || !piece.IsEmpty ? piece : throw Failure();
    }

    // Those who keep bodies in memory are many at once; without this the last of them would end the process.
    private void RequireMemory()
    {
        if (exchange.Stream.IsShortOfMemory)
        {
            throw new RequestBodyException(503, ServerAnswers.ShortOfMemory);
        }
    }

    private RequestBodyException Failure()
    {
        RejectionRule rule = RejectionRules.Of(exchange.Stream.Body.Failure);
        return new RequestBodyException(rule.Status, $"{rule.Text} ({rule.Section})");
    }
}
