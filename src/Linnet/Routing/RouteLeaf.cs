// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>Where templates of one shape end in the tree: a route for each method.</summary>
internal sealed class RouteLeaf
{
    private readonly List<RouteEndpoint> _endpoints = [];

    /// <summary>A leaf with its first route, whose group's middleware also sees a request for another method.</summary>
    public RouteLeaf(RouteEntry first) => Otherwise = first.Scope.Around(RoutingAnswers.OtherMethod);

    /// <summary>Answers OPTIONS, and refuses what no route here is for.</summary>
    public HttpHandler Otherwise { get; }

    /// <summary>Adds a route.</summary>
    public void Add(RouteEntry entry) => _endpoints.Add(new RouteEndpoint(entry));

    /// <summary>The route for a method: its own, for HEAD that of GET, or the one for all.</summary>
    public RouteEndpoint? Find(string method)
    {
        RouteEndpoint? found = FindExactly(method);

        // RFC 9110 §9.3.2: HEAD is answered as GET would be, without the content, which the response leaves out.
        found ??= method is "HEAD" ? FindExactly("GET") : null;
        return found ?? FindExactly(null);
    }

    /// <summary>Adds the methods that are answered here.</summary>
    public void AddMethods(List<string> methods)
    {
        foreach (RouteEndpoint endpoint in _endpoints)
        {
            Add(methods, endpoint.Method);
            Add(methods, endpoint.Method is "GET" ? "HEAD" : null);
        }
    }

    private static void Add(List<string> methods, string? method)
    {
        if (method is not null && !methods.Contains(method))
        {
            methods.Add(method);
        }
    }

    private RouteEndpoint? FindExactly(string? method)
    {
        foreach (RouteEndpoint endpoint in _endpoints)
        {
            if (string.Equals(endpoint.Method, method, StringComparison.Ordinal))
            {
                return endpoint;
            }
        }

        return null;
    }
}
