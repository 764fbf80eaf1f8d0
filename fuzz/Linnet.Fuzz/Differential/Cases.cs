// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>All cases: the probes that attacks.tsv has from the tests of the catalogue of attacks, and many of our own.</summary>
internal static class Cases
{
    /// <summary>Where the cases and verdicts are.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Corpora.Corpus.Folder, "..", "differential"));

    /// <summary>The cases, no two with the same name or the same bytes.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        .. FromAttacks().Concat(FramingCases.All).Concat(ChunkCases.All).Concat(LineCases.All).Concat(FieldCases.All)
            .Concat(ByteCases.All).DistinctBy(one => one.Raw),
    ];

    private static IEnumerable<Case> FromAttacks() =>
        File.ReadLines(Path.Combine(Folder, "attacks.tsv")).Select(line => line.Split('\t') is [var row, var raw]
            ? new Case(row, $"{row}: {raw}", Escaping.Unescape(raw))
            : throw new FormatException($"No case: {line}"));
}
