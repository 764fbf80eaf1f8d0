// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>
/// The hidden verb of the process with the woven copy: reads a line for each episode, <c>scene site pass failure</c>, plays it and
/// answers with a line. That it is a process of its own makes a fault that ends it a finding and not the end.
/// </summary>
internal static class FaultWorkerCommand
{
    /// <summary>The name of the verb.</summary>
    public const string Name = "fault-worker";

    /// <summary>Stands for no failure: the sites that the scene passes are answered.</summary>
    public const string NoFailure = "-";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new(Name, "Play scenes until the input ends.") { Hidden = true };
        command.SetAction(static (_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        using FaultFolder folder = new();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            Failure? failure = words[3] == NoFailure ? null : new Failure(words[3]);
            FaultEpisode episode = await FaultEpisode.RunAsync(
                FaultScene.Named(words[0]),
                folder,
                int.Parse(words[1], CultureInfo.InvariantCulture),
                int.Parse(words[2], CultureInfo.InvariantCulture),
                failure);
            EpisodeReport report = new(
                CallSites.HasFailed,
                [.. episode.Findings],
                [.. CallSites.Kept],
                $"suffered: {string.Join("; ", episode.Suffered)}; failed: {CallSites.Place}".ReplaceLineEndings(" "),
                failure is null ? CallSites.Passed.ToDictionary(one => one.Site, one => one.Passes) : []);
            Console.WriteLine(JsonSerializer.Serialize(report));
        }

        return 0;
    }
}
