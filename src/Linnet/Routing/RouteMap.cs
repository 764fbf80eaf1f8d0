// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>
/// What has been mapped, until serving begins. Refuses at once two routes that would answer the same requests.
/// </summary>
/// <param name="otherwise">Answers what no route matches.</param>
internal sealed class RouteMap(HttpHandler otherwise)
{
    private readonly Lock _gate = new();
    private readonly List<RouteEntry> _entries = [];
    private readonly Dictionary<string, RouteEntry> _keys = new(StringComparer.Ordinal);
    private HttpHandler? _handler;

    /// <summary>The outermost scope.</summary>
    public RouteScope Root { get; } = new();

    /// <summary>Answers a request by its route. Asking for it ends the mapping.</summary>
    /// <exception cref="InvalidOperationException">The templates overlap too much.</exception>
    public HttpHandler Handler => Volatile.Read(ref _handler) ?? Freeze();

    /// <summary>Adds a route.</summary>
    /// <exception cref="InvalidOperationException">Another one answers the same requests; or serving has begun.</exception>
    public void Add(RouteEntry entry)
    {
        lock (_gate)
        {
            RequireOpen();
            if (!_keys.TryAdd(entry.Key, entry))
            {
                throw new InvalidOperationException(
                    $"Two routes answer the same requests: {_keys[entry.Key]} and {entry}. Remove one of them, or give one "
                    + "another method, template, constraint or host.");
            }

            _entries.Add(entry);
        }
    }

    /// <summary>Adds a middleware to a scope.</summary>
    /// <exception cref="InvalidOperationException">Serving has begun.</exception>
    public void Use(RouteScope scope, HttpMiddleware middleware)
    {
        lock (_gate)
        {
            RequireOpen();
            scope.Use(middleware);
        }
    }

    /// <summary>Limits the bodies of a scope's requests.</summary>
    /// <exception cref="InvalidOperationException">Serving has begun.</exception>
    public void Limit(RouteScope scope, long? maxBodyBytes)
    {
        lock (_gate)
        {
            RequireOpen();
            scope.MaxBodyBytes = maxBodyBytes;
        }
    }

    /// <summary>The most bytes that the body of a request may have, of all routes that say so; 0 when none does.</summary>
    public long MostBodyBytes
    {
        get
        {
            long most = 0;
            foreach (RouteEntry entry in _entries)
            {
                most = Math.Max(most, entry.Scope.MaxBodyBytes ?? 0);
            }

            return most;
        }
    }

    private void RequireOpen()
    {
        if (_handler is not null)
        {
            throw new InvalidOperationException(
                "Routes and middleware are read when serving begins: add them before the server is started.");
        }
    }

    private HttpHandler Freeze()
    {
        lock (_gate)
        {
            return _handler ??= _entries.Count == 0
                ? Root.Around(otherwise)
                : new RouteTable(_entries, Root.Around(otherwise), Root.MaxBodyBytes).HandleAsync;
        }
    }
}
