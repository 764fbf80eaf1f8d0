// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;

namespace Linnet.Load;

/// <summary>Options that are numbers.</summary>
internal static class NumberOption
{
    /// <summary>An option, and what it is when nobody says.</summary>
    public static Option<int> Create(string name, int usual, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
    };
}
