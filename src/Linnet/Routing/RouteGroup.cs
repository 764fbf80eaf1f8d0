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

    /// <summary>
    /// Bytes that the body of a request to these routes may have, more or fewer than
    /// <see cref="Limits.MaxRequestBodyBytes"/> says for all others; null, as it is unless set, for what holds around this
    /// group. Beyond: 413 and the end of the connection (RFC 9110 §15.5.14), before any middleware when the client says the
    /// length, else while the body is read. In a <see cref="Router"/> that is a handler, it can only be fewer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">Set when serving has begun.</exception>
    public long? MaxRequestBodyBytes
    {
        get => _scope.MaxBodyBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            _map.Limit(_scope, value);
        }
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
