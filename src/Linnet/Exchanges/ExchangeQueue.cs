// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// Exchanges that are taken by whoever asks for the next one, instead of being given to a handler. Holds no more of them
/// than there are connections, for each carries one request at a time. Thread-safe.
/// </summary>
internal sealed class ExchangeQueue
{
    private readonly Channel<HttpExchange> _waiting = Channel.CreateUnbounded<HttpExchange>();

    /// <summary>The handler: waits until whoever takes the exchange has completed it.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        Task completed = exchange.BeginPull();
        return _waiting.Writer.TryWrite(exchange) ? new ValueTask(completed) : RefuseAsync(exchange);
    }

    /// <summary>Gives the exchanges as they come, until <see cref="Close"/> and the last one.</summary>
    public IAsyncEnumerable<HttpExchange> TakeAsync(CancellationToken cancellationToken) =>
        _waiting.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Nobody takes any more; what still waits is answered 503.</summary>
    public void Close()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        while (_waiting.Reader.TryRead(out HttpExchange? exchange))
        {
            exchange.Response.StatusCode = 503;
            exchange.Complete();
        }
    }

    private static ValueTask RefuseAsync(HttpExchange exchange)
    {
        exchange.Response.StatusCode = 503;
        exchange.Complete();
        return default;
    }
}
