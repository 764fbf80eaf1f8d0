// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>What a router answers by itself.</summary>
internal static class RoutingAnswers
{
    /// <summary>
    /// Answers what no route matches: 404; 400 when the path is one that nothing can have, 501 when no route has the method.
    /// </summary>
    public static ValueTask NotFound(HttpExchange exchange) =>
        Results.Status(exchange.Route.UnmatchedStatus).SendAsync(exchange);

    /// <summary>Answers a request whose path has routes, but not for its method. The field Allow is set.</summary>
    public static ValueTask OtherMethod(HttpExchange exchange)
    {
        // RFC 9110 §9.3.7: OPTIONS asks for nothing more than that; §15.5.6: the others are not allowed.
        int status = exchange.Request.Method is "OPTIONS" ? 204 : 405;
        return Results.Status(status).SendAsync(exchange);
    }
}
