// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Routing;

/// <summary>A parameter that may come next in a path, and what may come after it.</summary>
/// <param name="Segment">The parameter.</param>
/// <param name="Node">What comes after it.</param>
internal sealed record RouteBranch(RouteSegment Segment, RouteNode Node);
