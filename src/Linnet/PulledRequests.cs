// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;

namespace Linnet;

/// <summary>
/// The requests of a server that no route matches: answered 404, or given to whoever asks for them while somebody does.
/// </summary>
internal sealed class PulledRequests
{
    private ExchangeQueue? _queue;

    /// <summary>Answers a request that no route matches, or lets it be answered.</summary>
    public ValueTask HandleAsync(HttpExchange exchange) =>
        Volatile.Read(ref _queue) is { } queue && exchange.Route.UnmatchedStatus != 400
            ? queue.HandleAsync(exchange)
            : RoutingAnswers.NotFound(exchange);

    /// <summary>The server has stopped: nothing more comes.</summary>
    public void Close() => Volatile.Read(ref _queue)?.Close();

    /// <summary>Gives the requests as they come, and runs the server meanwhile unless it runs already.</summary>
    public async IAsyncEnumerable<HttpExchange> AcceptAsync(
        HttpServer server, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ExchangeQueue queue = new();
        if (Interlocked.CompareExchange(ref _queue, queue, null) is not null)
        {
            throw new InvalidOperationException("There is one AcceptAsync at a time. Share its exchanges among tasks.");
        }

        bool isOurs = !server.IsRunning;
        try
        {
            if (isOurs)
            {
                await server.StartAsync(cancellationToken).ConfigureAwait(false);
            }

            await foreach (HttpExchange exchange in queue.TakeAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return exchange;
            }
        }
        finally
        {
            Volatile.Write(ref _queue, null);
            queue.Close();
            if (isOurs)
            {
                await server.StopAsync(server.Options.StopDeadline).ConfigureAwait(false);
            }
        }
    }
}
