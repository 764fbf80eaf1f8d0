// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>Why we answer as we do where others do not: a line of reasons.tsv.</summary>
/// <param name="Row">The row of docs/attacks.md.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Rule">The sections that make us right.</param>
/// <param name="Why">What they say, and what we made of it.</param>
internal sealed record Reason(string Row, string Title, string Rule, string Why)
{
    /// <summary>The reasons.</summary>
    public static IReadOnlyList<Reason> All { get; } =
        [.. File.ReadLines(Path.Combine(Cases.Folder, "reasons.tsv")).Select(Parse)];

    private static Reason Parse(string line) => line.Split('\t') is [var row, var title, var rule, var why]
        ? new Reason(row, title, rule, why)
        : throw new FormatException($"No reason: {line}");
}
