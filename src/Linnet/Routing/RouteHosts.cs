// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>The trees of all hosts, and which of them a request is for.</summary>
internal sealed class RouteHosts
{
    private readonly Dictionary<string, RouteNode> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteNode> _suffixes = new(StringComparer.Ordinal);
    private readonly RouteNode? _all;

    /// <summary>The trees of routes.</summary>
    public RouteHosts(IEnumerable<RouteEntry> entries)
    {
        foreach (RouteEntry entry in entries)
        {
            if (entry.Scope.HostName is { } host)
            {
                TreeOf(host).Add(entry, 0);
            }
            else
            {
                _all ??= new RouteNode();
                _all.Add(entry, 0);
            }
        }
    }

    /// <summary>True when the host of a request does not matter.</summary>
    public bool NamesNone => _exact.Count + _suffixes.Count == 0;

    /// <summary>The most steps that one request takes.</summary>
    public long MostSteps => Most(_exact) + Most(_suffixes) + (_all?.MostSteps ?? 0);

    /// <summary>The trees for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="buffer">Room for a host, unless none is named.</param>
    public RouteRoots Of(HttpRequest request, Span<char> buffer)
    {
        if (NamesNone)
        {
            return new RouteRoots(null, null, _all);
        }

        ReadOnlySpan<char> host = HostForm.Of(request, buffer);
        _exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out RouteNode? exact);
        return new RouteRoots(exact, Above(host), _all);
    }

    private static long Most(Dictionary<string, RouteNode> trees)
    {
        long most = 0;
        foreach (RouteNode tree in trees.Values)
        {
            most = Math.Max(most, tree.MostSteps);
        }

        return most;
    }

    private RouteNode? Above(ReadOnlySpan<char> host)
    {
        Dictionary<string, RouteNode>.AlternateLookup<ReadOnlySpan<char>> suffixes =
            _suffixes.GetAlternateLookup<ReadOnlySpan<char>>();

        // A host has 127 dots at most.
        for (int dot = host.IndexOf('.'); dot >= 0; dot = host.IndexOf('.'))
        {
            if (suffixes.TryGetValue(host[dot..], out RouteNode? tree))
            {
                return tree;
            }

            host = host[(dot + 1)..];
        }

        return null;
    }

    private RouteNode TreeOf(string host)
    {
        string? suffix = RouteHost.SuffixOf(host);
        Dictionary<string, RouteNode> trees = suffix is null ? _exact : _suffixes;
        string key = suffix ?? host;
        if (!trees.TryGetValue(key, out RouteNode? tree))
        {
            tree = new RouteNode();
            trees.Add(key, tree);
        }

        return tree;
    }
}
