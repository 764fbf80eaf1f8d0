// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>
/// Routes that share a prefix, a host, or middleware. Made by <see cref="IRoutes.Group"/> and <see cref="IRoutes.Host"/>.
/// </summary>
public sealed class RouteGroup : IRoutes
{
    private readonly RouteMap _map;
    private readonly RouteScope _scope;

    internal RouteGroup(RouteMap map, RouteScope scope)
    {
        _map = map;
        _scope = scope;
    }

    /// <inheritdoc />
    public void Map(
        string? method,
        string pattern,
        HttpHandler handler,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        _map.Add(new RouteEntry(_scope, method, pattern, handler, new RoutePlace(file, line)));
    }

    /// <inheritdoc />
    public void Use(HttpMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _map.Use(_scope, middleware);
    }

    /// <inheritdoc />
    public RouteGroup Group(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new RouteGroup(_map, _scope.Below(prefix));
    }

    /// <inheritdoc />
    public RouteGroup Host(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new RouteGroup(_map, _scope.For(host));
    }
}
