// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Linnet.Load.HandOffs;

/// <summary><c>handoffs</c>: the two lock-free state machines of the event loop, contended for without end.</summary>
internal static class HandOffsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> rounds = NumberOption.Create("--rounds", 100_000_000, "How many events, and how many dispatches.");
        Command command = new("handoffs", "Look for wake-ups that an event loop loses, and for loops with two owners.") { rounds };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        long began = Stopwatch.GetTimestamp();
        ReadinessPair pair = new(rounds);
        bool isWhole = pair.Run();
        Print($"readiness: {pair.Consumed} of {rounds} events taken, {pair.Waits} waits, {(isWhole ? "none" : "one")} lost", began);

        began = Stopwatch.GetTimestamp();
        OwnershipRace race = new(rounds);
        race.Run();
        Print($"ownership: {race.Dispatched} dispatches, {race.Taken} hand-offs, {race.Violations} with two owners", began);
        return isWhole && race.Violations == 0 ? 0 : 1;
    }

    private static void Print(FormattableString figures, long began) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{FormattableString.Invariant(figures)}, in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
}
