// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Routing;

/// <summary>The trees that may have the route of a request: its host's, that of the hosts around it, and everybody's.</summary>
/// <param name="Exact">The tree of the very host.</param>
/// <param name="Above">The tree of the nearest <c>*.</c> host.</param>
/// <param name="All">The tree of no host.</param>
internal readonly record struct RouteRoots(RouteNode? Exact, RouteNode? Above, RouteNode? All)
{
    /// <summary>Walks through them, in this order.</summary>
    public RouteEndpoint? Find(ref RouteWalk walk) =>
        (Exact is null ? null : walk.Find(Exact))
        ?? (Above is null ? null : walk.Find(Above))
        ?? (All is null ? null : walk.Find(All));
}
