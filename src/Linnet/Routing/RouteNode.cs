// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Linnet.Routing;

/// <summary>A place in the tree of routes: what may come next in a path.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<byte[], RouteNode> _literals = new(SegmentComparer.Instance);
    private readonly List<RouteBranch> _branches = [];

    /// <summary>The routes whose templates end here.</summary>
    public RouteLeaf? Leaf { get; private set; }

    /// <summary>The routes whose templates end here with a catch-all.</summary>
    public RouteLeaf? CatchAll { get; private set; }

    /// <summary>The parameters that may come next, the narrowest first; of equal ones, the one that was mapped first.</summary>
    public ReadOnlySpan<RouteBranch> Branches => CollectionsMarshal.AsSpan(_branches);

    /// <summary>
    /// The most steps that matching takes from here on, whatever the path: of the literals one at most can match, so their
    /// number does not count; every parameter may have to be tried.
    /// </summary>
    public long MostSteps
    {
        get
        {
            long literal = 0;
            foreach (RouteNode node in _literals.Values)
            {
                literal = Math.Max(literal, node.MostSteps);
            }

            long branches = 0;
            foreach (RouteBranch branch in _branches)
            {
                branches = checked(branches + 1 + branch.Node.MostSteps);
            }

            return 1 + literal + branches;
        }
    }

    /// <summary>The literal that comes next.</summary>
    public bool TryGetLiteral(ReadOnlySpan<byte> segment, [NotNullWhen(true)] out RouteNode? node) =>
        _literals.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(segment, out node);

    /// <summary>Adds the rest of a route's template.</summary>
    public void Add(RouteEntry entry, int depth)
    {
        if (depth == entry.Pattern.Segments.Count)
        {
            Leaf ??= new RouteLeaf(entry);
            Leaf.Add(entry);
            return;
        }

        RouteSegment segment = entry.Pattern.Segments[depth];
        switch (segment.Kind)
        {
            case RouteSegmentKind.Literal:
                LiteralFor(segment).Add(entry, depth + 1);
                break;
            case RouteSegmentKind.Parameter:
                BranchFor(segment).Add(entry, depth + 1);
                break;
            case RouteSegmentKind.CatchAll:
                CatchAll ??= new RouteLeaf(entry);
                CatchAll.Add(entry);
                break;
        }
    }

    private RouteNode LiteralFor(RouteSegment segment)
    {
        if (!_literals.TryGetValue(segment.Literal, out RouteNode? node))
        {
            node = new RouteNode();
            _literals.Add(segment.Literal, node);
        }

        return node;
    }

    private RouteNode BranchFor(RouteSegment segment)
    {
        RouteBranch? branch = _branches.Find(
            one => string.Equals(one.Segment.Shape, segment.Shape, StringComparison.Ordinal));
        if (branch is null)
        {
            branch = new RouteBranch(segment, new RouteNode());
            int place = _branches.FindIndex(one => one.Segment.Rank < segment.Rank);
            _branches.Insert(place < 0 ? _branches.Count : place, branch);
        }

        return branch.Node;
    }
}
