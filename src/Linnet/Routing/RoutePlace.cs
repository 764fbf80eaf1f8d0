// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Routing;

/// <summary>Where in the program a route was mapped, for messages.</summary>
internal readonly record struct RoutePlace(string File, int Line)
{
    /// <inheritdoc />
    public override string ToString() => File.Length == 0 ? "an unknown place" : $"{File}:{Line}";
}
