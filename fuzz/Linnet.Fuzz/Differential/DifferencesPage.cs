// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Linnet.Fuzz.Differential;

/// <summary>
/// docs/differences.md: the disagreements in classes, which are cases about the same thing that every server answers alike,
/// each under the rule that makes us right.
/// </summary>
internal static class DifferencesPage
{
    private const int Examples = 4;
    private const int LongestExample = 60;

    private const string Beginning = """
        # Where others answer otherwise

        The same bytes, given to Linnet, Kestrel 10.0.12 and nginx 1.22.1 (a proxy before another nginx, so that it reads bodies), each with a
        request behind them that must not be reached where they are refused. Each class of disagreement is here, with the rule that makes us right.
        The cases are the probes of the [catalogue of attacks](attacks.md) and more of our own, among them every byte in a method, a path, a query, a
        name, a value and a Host.

        `400 closed`: the statuses of the answers, and nothing behind them was read. `200 + canary`: the request behind it was served, so the
        connection lived on. `nothing`: no answer. `bare`: an answer without a status line.

        To print it anew (needs nginx): `fuzz/differences`. The verdicts are in fuzz/differential; a test gives Linnet every case and expects the
        recorded verdict, and this page to be what the records say.


        """;

    /// <summary>The page as the records have it.</summary>
    /// <exception cref="InvalidOperationException">A disagreement has no reason.</exception>
    public static string Print(IReadOnlyList<Verdicts> verdicts)
    {
        StringBuilder page = new(Beginning);
        page.Append(
            CultureInfo.InvariantCulture,
            $"{verdicts.Count} cases, {verdicts.Count(one => one.Disagree)} with a disagreement: {Tally(verdicts)}.\n");
        foreach (IGrouping<string, Verdicts> row in verdicts.Where(one => one.Disagree)
            .GroupBy(one => one.Row).OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            Reason reason = Reason.All.SingleOrDefault(one => string.Equals(one.Row, row.Key, StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"{row.Key} has no line in reasons.tsv.");
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {reason.Row} {reason.Title}\n\n{reason.Rule}: {reason.Why}\n\n");
            page.Append("| Linnet | Kestrel | nginx | cases | such as |\n|---|---|---|---|---|\n");
            AppendClasses(row, page);
        }

        return page.ToString();
    }

    private static string Tally(IReadOnlyList<Verdicts> verdicts)
    {
        int stricter = verdicts.Count(one => one.Disagree && !IsServed(one.Linnet) && (IsServed(one.Kestrel) || IsServed(one.Nginx)));
        int milder = verdicts.Count(one => one.Disagree && IsServed(one.Linnet) && (!IsServed(one.Kestrel) || !IsServed(one.Nginx)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stricter} that we refuse and one of the others serves, {milder} that we serve and one of the others refuses");
    }

    private static bool IsServed(string verdict) => verdict.StartsWith('2');

    private static void AppendClasses(IEnumerable<Verdicts> row, StringBuilder page)
    {
        foreach (IGrouping<(string Linnet, string Kestrel, string Nginx), Verdicts> group in row
            .GroupBy(one => (one.Linnet, one.Kestrel, one.Nginx))
            .OrderBy(one => one.Key.ToString(), StringComparer.Ordinal))
        {
            IEnumerable<string> examples = group.Select(one => Escaping.Escape(one.Name)).Select(Shorten)
                .Where(name => name.AsSpan().IndexOfAny('`', '|') < 0).Take(Examples).Select(name => $"`{name}`");
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {group.Key.Linnet} | {group.Key.Kestrel} | {group.Key.Nginx} | {group.Count()} | {string.Join(", ", examples)} |\n");
        }
    }

    private static string Shorten(string name)
    {
        // The row stands in the heading, and the names of probes begin with their request line, which is the same for most.
        int colon = name.IndexOf(": ", StringComparison.Ordinal);
        string text = colon == 5 ? name[7..].Replace("\\\\", "\\", StringComparison.Ordinal) : name;
        text = text.Trim();
        return text.Length <= LongestExample ? text : $"…{text[^(LongestExample - 1)..]}";
    }
}
