// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>
/// Routes by themselves: <see cref="HandleAsync"/> is an <see cref="HttpHandler"/>, for a server or for a route of another
/// router. A server is a router already; this one is for parts that are put together elsewhere.
/// </summary>
public sealed class Router : IRoutes
{
    private readonly RouteMap _map;
    private readonly RouteGroup _root;

    /// <summary>A router that answers 404 when no route matches.</summary>
    public Router()
        : this(RoutingAnswers.NotFound)
    {
    }

    /// <summary>A router with an answer of its own.</summary>
    /// <param name="otherwise">Answers what no route matches.</param>
    public Router(HttpHandler otherwise)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        _map = new RouteMap(otherwise);
        _root = new RouteGroup(_map, _map.Root);
    }

    /// <inheritdoc />
    public void Map(
        string? method,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _root.Map(method, pattern, handler, file, line);

    /// <inheritdoc />
    public void Use(HttpMiddleware middleware) => _root.Use(middleware);

    /// <inheritdoc />
    public RouteGroup Group(string prefix) => _root.Group(prefix);

    /// <inheritdoc />
    public RouteGroup Host(string host) => _root.Host(host);

    /// <summary>Answers a request by its route. The first one ends the mapping.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return _map.Handler(exchange);
    }

    /// <summary>The most bytes that the body of a request may have, of all routes that say so; 0 when none does.</summary>
    internal long MostBodyBytes => _map.MostBodyBytes;

    /// <summary>Ends the mapping.</summary>
    /// <param name="maxBodyBytes">Bytes that a body may have where its route does not say.</param>
    /// <returns>What answers: the handler alone, when nothing has been mapped.</returns>
    internal HttpHandler Freeze(long maxBodyBytes)
    {
        _map.Root.MaxBodyBytes ??= maxBodyBytes;
        return _map.Handler;
    }
}
