// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Linnet.Compare.Peers;
using Linnet.Compare.Works;

namespace Linnet.Compare;

/// <summary>The tables, in Markdown.</summary>
internal static class Report
{
    private static readonly (string Title, Func<Figures, double> Of, string Format)[] Columns =
    [
        ("CPU µs per request", static figures => figures.Cpu, "F2"),
        ("requests/s", static figures => figures.Rate, "F0"),
        ("p50 ms", static figures => figures.P50, "F2"),
        ("p99 ms", static figures => figures.P99, "F2"),
        ("p99.9 ms", static figures => figures.P999, "F2"),
        ("resident MiB", static figures => figures.Resident, "F0"),
        ("KiB per waiting connection", static figures => figures.ResidentPerConnection, "F2"),
        ("start ms", static figures => figures.Start, "F0"),
    ];

    /// <summary>Prints a table for each work.</summary>
    public static void Print(Comparison comparison, TextWriter output)
    {
        Terms terms = comparison.Terms;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Medians of {terms.Rounds} rounds of {terms.Duration.TotalSeconds} s, {terms.Connections} connections, "
                + $"{Environment.ProcessorCount} processors."));
        foreach (IWork work in comparison.Works)
        {
            PrintWork(comparison, work, output);
        }
    }

    private static void PrintWork(Comparison comparison, IWork work, TextWriter output)
    {
        // A column that says nothing in this work is left out.
        (string Title, Func<Figures, double> Of, string Format)[] columns = Array.FindAll(Columns, column => comparison.Peers.Any(peer => IsKnown(Median(comparison, work, peer, column.Of))));
        Func<Figures, double> cost = IsKnown(Median(comparison, work, comparison.Peers[0], Columns[0].Of))
            ? Columns[0].Of
            : columns[^1].Of;
        double first = Median(comparison, work, comparison.Peers[0], cost);
        output.WriteLine();
        output.WriteLine($"**{work.Name}**: {work.Description}");
        output.WriteLine();
        output.WriteLine($"| server | {string.Join(" | ", columns.Select(column => column.Title))} | × {comparison.Peers[0].Name} |");
        output.WriteLine($"|---|{string.Concat(columns.Select(_ => "---:|"))}---:|");
        foreach (Peer peer in comparison.Peers.Where(peer => comparison.Of(work, peer).Count > 0))
        {
            string cells = string.Join(" | ", columns.Select(column => Text(Median(comparison, work, peer, column.Of), column.Format)));
            string trouble = string.Join(' ', comparison.Of(work, peer).Select(figures => figures.Trouble).Where(text => text.Length > 0));
            output.WriteLine($"| {peer.Name} | {cells} | {Text(Median(comparison, work, peer, cost) / first, "F2")} | {trouble}");
        }
    }

    private static bool IsKnown(double value) => !double.IsNaN(value);

    private static string Text(double value, string format) =>
        IsKnown(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    private static double Median(Comparison comparison, IWork work, Peer peer, Func<Figures, double> column) =>
        Figures.Median(comparison.Of(work, peer).Select(column));
}
