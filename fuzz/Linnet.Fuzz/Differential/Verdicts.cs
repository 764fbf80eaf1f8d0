// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>What each server made of a case.</summary>
internal sealed record Verdicts(string Row, string Name, string Linnet, string Kestrel, string Nginx)
{
    /// <summary>True when one of the others makes something else of it.</summary>
    public bool Disagree => Linnet != Kestrel || Linnet != Nginx;

    /// <summary>What was recorded, in the order of the file.</summary>
    public static IReadOnlyList<Verdicts> Recorded { get; } = [.. File.ReadLines(FilePath).Select(Parse)];

    private static string FilePath => Path.Combine(Cases.Folder, "verdicts.tsv");

    /// <summary>Writes the record.</summary>
    public static void Write(IEnumerable<Verdicts> all) => File.WriteAllLines(
        FilePath,
        all.Select(one => string.Join('\t', one.Row, Escaping.Escape(one.Name), one.Linnet, one.Kestrel, one.Nginx)));

    private static Verdicts Parse(string line) => line.Split('\t') is [var row, var name, var linnet, var kestrel, var nginx]
        ? new Verdicts(row, Escaping.Unescape(name), linnet, kestrel, nginx)
        : throw new FormatException($"No verdicts: {line}");
}
