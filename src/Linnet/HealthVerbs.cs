// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;

namespace Linnet;

/// <summary>What balancers and orchestrators ask.</summary>
public static class HealthVerbs
{
    /// <summary>
    /// Maps two paths. <paramref name="live"/> is answered 200 as long as the server answers at all: who gets no answer
    /// restarts the process. <paramref name="ready"/> is answered 200 while the server wants requests and 503 from the moment
    /// it begins to stop: with <see cref="HttpServerOptions.LameDuck"/> it goes on accepting until everybody has seen it.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="live">The path that asks whether the process is alive.</param>
    /// <param name="ready">The path that asks whether to send requests.</param>
    /// <param name="isReady">What else has to be so before requests are wanted; it is asked each time, and must be quick.</param>
    /// <exception cref="InvalidOperationException">Serving has begun.</exception>
    public static void MapHealth(
        this HttpServer server, string live = "/livez", string ready = "/readyz", Func<bool>? isReady = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Get(live, static exchange => Answer(exchange, isHealthy: true));
        server.Get(ready, exchange => Answer(exchange, server.IsReady && isReady?.Invoke() != false));
    }

    private static Result Answer(HttpExchange exchange, bool isHealthy)
    {
        // RFC 9111 §5.2.2.5: an answer about this moment is no answer about the next.
        exchange.Response.Headers["Cache-Control"] = "no-store";
        return isHealthy ? "ok\n" : Results.Text("stopping or not ready\n", 503);
    }
}
