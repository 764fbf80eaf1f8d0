// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Routing;

/// <summary>A template that has been read.</summary>
internal sealed class RoutePattern
{
    /// <summary>A template of segments.</summary>
    public RoutePattern(string text, IReadOnlyList<RouteSegment> segments, string[] parameters)
    {
        Text = text;
        Segments = segments;
        Parameters = parameters;
        Shape = string.Join('/', segments.Select(segment => segment.Shape));
    }

    /// <summary>The template as it was written, with the prefixes of its groups.</summary>
    public string Text { get; }

    /// <summary>Its segments; the last one is empty when there is a slash at the end.</summary>
    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The names of its parameters, in order.</summary>
    public string[] Parameters { get; }

    /// <summary>The template without names: templates of equal shape take the same paths.</summary>
    public string Shape { get; }
}
