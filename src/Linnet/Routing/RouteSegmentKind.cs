// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Routing;

/// <summary>What a segment of a template is.</summary>
internal enum RouteSegmentKind
{
    /// <summary>Text that stands for itself.</summary>
    Literal,

    /// <summary>One parameter, with or without text around it: <c>{id}</c>, <c>{id:int}</c>, <c>{id}.json</c>.</summary>
    Parameter,

    /// <summary><c>{*path}</c>: everything to the end.</summary>
    CatchAll,
}
