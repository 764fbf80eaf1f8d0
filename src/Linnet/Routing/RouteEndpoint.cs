// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Exchanges;

namespace Linnet.Routing;

/// <summary>A route that is ready to answer.</summary>
/// <param name="entry">The route as it was mapped.</param>
internal sealed class RouteEndpoint(RouteEntry entry)
{
    /// <summary>The method; null for all.</summary>
    public string? Method { get; } = entry.Method;

    /// <summary>The template.</summary>
    public RoutePattern Pattern { get; } = entry.Pattern;

    /// <summary>Bytes that the body of its request may have; null for as many as elsewhere.</summary>
    public long? MaxBodyBytes { get; } = entry.Scope.MaxBodyBytes;

    /// <summary>The handler within all its middleware.</summary>
    public HttpHandler Handler { get; } = entry.Scope.Around(entry.Handler);
}
