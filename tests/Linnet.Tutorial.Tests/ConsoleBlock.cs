// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// What one terminal shows at one moment: a command and what it prints, or, without a command, what the
/// server that is already running prints next. <see cref="IsStopped"/> when the reader presses Ctrl+C
/// at the end.
/// </summary>
internal sealed record ConsoleBlock(string? Command, IReadOnlyList<string> Output, bool IsStopped)
{
    /// <summary>A line of the chapter that stands for any number of lines nobody needs to read.</summary>
    public const string Ellipsis = "…";

    public bool StartsServer =>
        Command is not null && Output is [string first, ..] && first.StartsWith("Listening on ");
}
