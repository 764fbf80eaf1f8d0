// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Fuzz.Targets;

/// <summary>Every reader that is fuzzed.</summary>
internal static class AllTargets
{
    /// <summary>The targets, the most exposed first.</summary>
    public static IReadOnlyList<ITarget> List { get; } =
    [
        new HeadTarget(), new ChunkedTarget(), new RequestTargetTarget(), new PathTarget(), new ConditionsTarget(),
        new AcceptTarget(), new MultipartTarget(), new UrlEncodedTarget(), new FileNameTarget(), new ProxyTarget(),
        new ForwardedTarget(), new FramesTarget(), new FieldValuesTarget(), new DateTarget(), new EndpointTarget(),
    ];

    /// <summary>The targets of these names; all of them when there are none.</summary>
    /// <exception cref="ArgumentException">There is no target of one of the names.</exception>
    public static IReadOnlyList<ITarget> Named(IReadOnlyList<string> names) =>
        names.Count == 0 ? List : [.. names.Select(Named)];

    /// <summary>The target of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ITarget Named(string name) =>
        List.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException(
            $"There is no target '{name}'. There are: {string.Join(", ", List.Select(target => target.Name))}.", nameof(name));
}
