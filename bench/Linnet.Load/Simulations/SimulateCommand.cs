// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary><c>simulate</c>: the workload on a network from a seed.</summary>
internal static class SimulateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> faults = NumberOption.Create("--faults", 100_000, "How many faults are injected before it ends.");
        Option<ulong> seed = new("--seed") { Description = "The first seed.", DefaultValueFactory = static _ => 1 };
        Option<bool> tls = new("--tls") { Description = "Have every client speak TLS." };
        Option<bool> trace = new("--trace") { Description = "Print every event: for one seed, with --faults 1." };
        Command command = new("simulate", "Run mixed and hostile clients on a simulated network, and check every byte.")
        {
            faults,
            seed,
            tls,
            trace,
        };

        // TLS stays on one thread when that is one of the pool.
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(faults),
                parsed.GetRequiredValue(seed),
                parsed.GetRequiredValue(tls),
                parsed.GetRequiredValue(trace)),
            cancellationToken));
        return command;
    }

    private static int Run(int faults, ulong seed, bool isSecured, bool trace)
    {
        SimulationRun run = new(seed, isSecured);
        long began = Stopwatch.GetTimestamp();
        run.Run(faults, trace ? Console.WriteLine : null);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Episodes} seeds from {seed} on, {run.Requests} requests, {run.Faults} faults, {run.Splits} splits and waits "
                + $"in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
        foreach (string finding in run.Findings)
        {
            Console.WriteLine(finding);
        }

        if (run.Findings.Count > 0)
        {
            ulong failing = seed + (ulong)run.Episodes - 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"again: dotnet run -c Release --project bench/Linnet.Load -- simulate {(isSecured ? "--tls " : "")}--seed {failing} --faults 1 --trace"));
        }

        return run.Findings.Count == 0 ? 0 : 1;
    }
}
