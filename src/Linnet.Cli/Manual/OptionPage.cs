// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Cli.Manual;

/// <summary>An option as manual and completions show it.</summary>
/// <param name="Name">As it is typed: <c>--port</c>.</param>
/// <param name="ShortName">With one dash; null when there is none.</param>
/// <param name="Value">What stands for its value; empty for a switch.</param>
/// <param name="IsValueOptional">True when the value is written behind an equals sign, or left out.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">What it is unless told; null for nothing.</param>
/// <param name="Words">Values to offer.</param>
/// <param name="IsPath">True when the value is a path of this machine.</param>
/// <param name="Heading">What it is about; empty for nothing in particular.</param>
internal sealed record OptionPage(
    string Name,
    string? ShortName,
    string Value,
    bool IsValueOptional,
    string Description,
    string? Default,
    IReadOnlyList<string> Words,
    bool IsPath,
    string Heading);
