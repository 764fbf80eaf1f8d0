// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>What the routes of a group have in common. The outermost scope is that of the server or router.</summary>
internal sealed class RouteScope
{
    private readonly RouteScope? _parent;
    private readonly List<HttpMiddleware> _middleware = [];

    /// <summary>The outermost scope.</summary>
    public RouteScope()
        : this(null, "", null)
    {
    }

    private RouteScope(RouteScope? parent, string prefix, string? host)
    {
        _parent = parent;
        Prefix = prefix;
        HostName = host;
    }

    /// <summary>What its templates begin with.</summary>
    public string Prefix { get; }

    /// <summary>The host in its normal form, with <c>*.</c> in front when all below are meant; null for every host.</summary>
    public string? HostName { get; }

    /// <summary>Bytes that the body of a request may have; null for as many as elsewhere. Holds for the scopes within.</summary>
    public long? MaxBodyBytes
    {
        get => field ?? _parent?.MaxBodyBytes;
        set;
    }

    /// <summary>A scope with a longer prefix.</summary>
    /// <exception cref="FormatException">The prefix is not valid.</exception>
    public RouteScope Below(string prefix)
    {
        RoutePatternParser.RequirePrefix(Prefix, prefix);
        return new RouteScope(this, Prefix + prefix, HostName);
    }

    /// <summary>A scope for a host.</summary>
    /// <exception cref="FormatException">The host is not valid.</exception>
    public RouteScope For(string host) => HostName is null
        ? new RouteScope(this, Prefix, RouteHost.Normalise(host))
        : throw new InvalidOperationException($"This group is for the host {HostName} already.");

    /// <summary>Adds a middleware within those that are there.</summary>
    public void Use(HttpMiddleware middleware) => _middleware.Add(middleware);

    /// <summary>Puts all middleware around a handler, the outermost scope's outermost. Done once, before serving.</summary>
    public HttpHandler Around(HttpHandler handler)
    {
        for (int index = _middleware.Count - 1; index >= 0; index--)
        {
            handler = new Link(_middleware[index], handler).InvokeAsync;
        }

        return _parent is null ? handler : _parent.Around(handler);
    }

    /// <summary>A middleware that knows what comes after it.</summary>
    private sealed class Link(HttpMiddleware middleware, HttpHandler next)
    {
        public ValueTask InvokeAsync(HttpExchange exchange) => middleware(exchange, next);
    }
}
