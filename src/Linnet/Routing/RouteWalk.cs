// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Protocol.Text;

namespace Linnet.Routing;

/// <summary>
/// Finds the route for one path. At each place it tries the literal first, then the parameters, the narrowest first, then
/// the catch-all, and goes back when that leads nowhere.
/// </summary>
/// <remarks>
/// Every place of the tree is at one depth, so it is visited once at most, for one segment. How many can be visited is
/// known before serving begins (<see cref="RouteNode.MostSteps"/>) and bounded, and no step reads more than its segment: so
/// a match costs the length of the path times a constant, and segments beyond the longest template are never looked at.
/// </remarks>
internal ref struct RouteWalk
{
    private readonly ReadOnlySpan<byte> _path;
    private readonly string _method;
    private readonly Span<Range> _values;

    /// <summary>A walk along a path in its normal form.</summary>
    /// <param name="path">The path.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="values">Where the values of the parameters are written.</param>
    public RouteWalk(ReadOnlySpan<byte> path, string method, Span<Range> values)
    {
        _path = path;
        _method = method;
        _values = values;
    }

    /// <summary>The first place where the path ends, but no route has the method.</summary>
    public RouteLeaf? Near { get; private set; }

    /// <summary>Gathers the methods of every place where the path ends, instead of looking for one.</summary>
    public List<string>? Methods { get; init; }

    /// <summary>True when a catch-all was not taken because an encoded slash or backslash is in what it would take.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>How many steps have been taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Looks for the route below a place.</summary>
    public RouteEndpoint? Find(RouteNode root) => Visit(root, 0, 0);

    /// <param name="node">The place.</param>
    /// <param name="start">Where the next segment begins; behind the end of the path when there is none.</param>
    /// <param name="depth">How many values there are already.</param>
    private RouteEndpoint? Visit(RouteNode node, int start, int depth)
    {
        Steps++;
        if (start > _path.Length)
        {
            return Arrive(node.Leaf);
        }

        int slash = _path[start..].IndexOf((byte)'/');
        int end = slash < 0 ? _path.Length : start + slash;
        ReadOnlySpan<byte> segment = _path[start..end];
        if (node.TryGetLiteral(segment, out RouteNode? literal) && Visit(literal, end + 1, depth) is { } found)
        {
            return found;
        }

        foreach (RouteBranch branch in node.Branches)
        {
            Steps++;
            if (branch.Segment.Accepts(segment, out Range value))
            {
                _values[depth] = (start + value.Start.Value)..(start + value.End.Value);
                if (Visit(branch.Node, end + 1, depth + 1) is { } behind)
                {
                    return behind;
                }
            }
        }

        return node.CatchAll is null ? null : TakeRest(node.CatchAll, start, depth);
    }

    private RouteEndpoint? TakeRest(RouteLeaf leaf, int start, int depth)
    {
        // In a value of several segments nobody could tell which slash was sent as one.
        if (_path[start..].ContainsAny(TargetPath.SlashInSegment, (byte)'\\'))
        {
            IsAmbiguous = true;
            return null;
        }

        _values[depth] = start.._path.Length;
        return Arrive(leaf);
    }

    private RouteEndpoint? Arrive(RouteLeaf? leaf)
    {
        if (leaf is null)
        {
            return null;
        }

        if (Methods is not null)
        {
            leaf.AddMethods(Methods);
            return null;
        }

        RouteEndpoint? found = leaf.Find(_method);
        Near ??= found is null ? leaf : null;
        return found;
    }
}
