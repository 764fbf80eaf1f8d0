// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Reload;

/// <summary><c>reload</c>: replaces a certificate under handshakes.</summary>
internal static class ReloadCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> handshakes = NumberOption.Create("--handshakes", 30_000, "How many full handshakes there are.");
        Option<int> clients = NumberOption.Create("--clients", 16, "How many clients at once.");
        Option<int> pause = NumberOption.Create("--pause", 500, "Milliseconds between two replacements of the files.");
        Option<int> crowd = NumberOption.Create("--crowd", 0, "How many connections of `ab` ask besides, at less cost.");
        Option<int> seconds = NumberOption.Create("--seconds", 20, "For how long they do.");
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("reload", "Replace a certificate again and again, also by broken ones, under full handshakes.")
        {
            handshakes,
            clients,
            pause,
            crowd,
            seconds,
            transport,
        };
        command.SetAction((parsed, stopping) => RunAsync(
            new ReloadRun(
                parsed.GetRequiredValue(transport), parsed.GetRequiredValue(crowd), parsed.GetRequiredValue(seconds)),
            parsed.GetRequiredValue(handshakes),
            parsed.GetRequiredValue(clients),
            parsed.GetRequiredValue(pause),
            stopping));
        return command;
    }

    private static async Task<int> RunAsync(
        ReloadRun run, int handshakes, int clients, int pause, CancellationToken stopping)
    {
        await run.RunAsync(handshakes, clients, TimeSpan.FromMilliseconds(pause), static _ => { }, stopping);
        ReloadCounts counts = run.Counts;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Answered} full handshakes with an answer in {run.Elapsed.TotalSeconds:F1} s, "
                + $"{counts.Answered / run.Elapsed.TotalSeconds:F0} a second"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"files replaced {run.Replaced} times; {counts.Certificates} certificates shown, {run.Failures} refused by the server"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Lost.Count} handshakes or answers lost, {counts.Mixed} certificates that were never there whole"));
        foreach (string lost in counts.Lost.Distinct().Take(10))
        {
            Console.WriteLine(lost);
        }

        return counts.Lost.IsEmpty && counts.Mixed == 0 ? 0 : 1;
    }
}
