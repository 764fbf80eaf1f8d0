// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.CommandLine;

using Linnet.Cli.Settings;

namespace Linnet.Cli;

/// <summary>One thing that <c>linnet</c> can do, with command lines to learn it from.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines and what each does, shown below the help.</summary>
    public required IReadOnlyList<(string CommandLine, string Effect)> Examples { get; init; }

    /// <summary>What it can be told, when it is a server; what others can be told are options of the library.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [];

    /// <summary>Arguments that a shell may offer.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
