// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;
using Linnet.Compare.Works;

namespace Linnet.Compare;

/// <summary>The command line: which servers do which works, how often and for how long.</summary>
internal static class CompareCommand
{
    /// <summary>The command.</summary>
    public static RootCommand Create()
    {
        Option<int> rounds = Number("--rounds", 3, "How often each server does each work; one more round warms up.");
        Option<int> seconds = Number("--seconds", 4, "How long each time.");
        Option<int> connections = Number("--connections", 64, "Connections that ask at once.");
        Option<int> rate = Number("--rate", 5000, "Requests a second of the work 'latency', whatever the server does.");
        Option<int> idle = Number("--idle", 10_000, "Connections that only wait, of the work 'idle'.");
        Option<string> works = Names("--work", AllWorks.Names);
        Option<string> peers = Names("--peers", AllPeers.Names);
        RootCommand command = new("Measures Linnet beside others, in turn and in one run, on loopback: CPU per request of the "
            + "whole server process, which a load on the same processors disturbs least. Prints Markdown: medians, and how "
            + "many times the first server's cost each other's is. Needs gcc, wrk, nginx and python3.")
        {
            rounds,
            seconds,
            connections,
            rate,
            idle,
            works,
            peers,
        };
        command.SetAction((parsed, stopping) => RunAsync(
            new Terms(
                parsed.GetRequiredValue(rounds),
                TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
                parsed.GetRequiredValue(connections),
                parsed.GetRequiredValue(rate),
                parsed.GetRequiredValue(idle)),
            Chosen(parsed.GetRequiredValue(works), AllWorks.Names),
            Chosen(parsed.GetRequiredValue(peers), AllPeers.Names),
            stopping));
        return command;
    }

    private static async Task<int> RunAsync(
        Terms terms, IReadOnlyList<string> works, IReadOnlyList<string> peers, CancellationToken stopping)
    {
        using Scratch scratch = Scratch.Make();
        Comparison comparison = new(
            [.. works.Select(AllWorks.Find)], [.. peers.Select(peer => AllPeers.Find(peer, scratch))], terms);
        await comparison.RunAsync(stopping);
        Report.Print(comparison, Console.Out);
        return 0;
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static Option<string> Names(string name, IReadOnlyList<string> all)
    {
        Option<string> option = new(name)
        {
            Description = $"Of {string.Join(',', all)}; all unless given.",
            DefaultValueFactory = _ => string.Join(',', all),
        };
        option.Validators.Add(result =>
        {
            foreach (string unknown in Chosen(result.GetValueOrDefault<string>(), []).Except(all, StringComparer.Ordinal))
            {
                result.AddError($"'{unknown}' is none of {string.Join(", ", all)}.");
            }
        });
        return option;
    }

    private static string[] Chosen(string? names, IReadOnlyList<string> all) =>
        string.IsNullOrEmpty(names) ? [.. all] : names.Split(',', StringSplitOptions.TrimEntries);
}
