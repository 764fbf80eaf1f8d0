// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary><c>faults</c>: every call of a socket, a file, a buffer or a timer fails, one at a time.</summary>
internal static class FaultsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> passes = NumberOption.Create("--passes", 3, "At how many of its first passes a site fails, beside the last.");
        Option<string> scene = new("--scene") { Description = "Play one scene only.", DefaultValueFactory = static _ => "" };
        Option<string> site = new("--site") { Description = "Have only sites with this in their names fail.", DefaultValueFactory = static _ => "" };
        Option<bool> isShort = new("--short") { Description = "Have each site fail once, as the test does." };
        Option<bool> list = new("--list") { Description = "Print the sites, and how each fails." };
        Command command = new("faults", "Have every call of a socket, a file, a buffer or a timer fail, one at a time.")
        {
            passes, scene, site, isShort, list,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(scene),
            parsed.GetRequiredValue(site),
            parsed.GetRequiredValue(isShort) ? 0 : parsed.GetRequiredValue(passes),
            parsed.GetRequiredValue(list)));
        return command;
    }

    private static async Task<int> RunAsync(string scene, string site, int passes, bool isListed)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("The event loop, and what a process holds, are looked at on Linux.");
            return 1;
        }

        await using FaultRun run = new();
        if (isListed)
        {
            foreach (CallSite one in run.Sites)
            {
                Console.WriteLine($"{one.Name}: {string.Join(' ', one.Failures)}");
            }

            return 0;
        }

        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<FaultScene> scenes = scene.Length > 0 ? [FaultScene.Named(scene)] : FaultScene.All;
        await run.LookAsync(scenes, site);
        if (passes == 0)
        {
            await run.FailEachOnceAsync();
        }
        else
        {
            await run.FailAllAsync(passes, Console.WriteLine);
        }

        Report(run, Stopwatch.GetElapsedTime(began));
        return run.Findings.Count == 0 ? 0 : 1;
    }

    private static void Report(FaultRun run, TimeSpan took)
    {
        CallSite[] untouched = [.. run.Untouched];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Sites.Count} sites, {run.Sites.Count - untouched.Length} have failed; {run.Faults} faults, {run.Missed} not come to, "
                + $"{run.Findings.Count} findings in {took.TotalSeconds:F0} s"));
        foreach (CallSite one in untouched)
        {
            Console.WriteLine($"untouched: {one.Name}");
        }

        foreach ((string finding, string detail) in run.Findings.Zip(run.Details))
        {
            Console.WriteLine($"FINDING {finding}");
            Console.WriteLine($"    {detail}");
        }
    }
}
