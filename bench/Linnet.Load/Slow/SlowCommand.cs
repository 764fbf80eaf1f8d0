// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Slow;

/// <summary><c>slow</c>: what slow clients do to a good one.</summary>
internal static class SlowCommand
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> clients = NumberOption.Create(
            "--clients", 2000, "How many slow clients: a third each with slow heads, slow bodies, slow reading.");
        Option<int> requests = NumberOption.Create(
            "--requests", 10_000, "How often the good client asks, first alone and then among them.");
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("slow", "Measure a good client alone and among slow ones.") { clients, requests, transport };
        command.SetAction((parsed, stopping) => RunAsync(
            parsed.GetRequiredValue(clients),
            parsed.GetRequiredValue(requests),
            parsed.GetRequiredValue(transport),
            stopping));
        return command;
    }

    private static async Task<int> RunAsync(
        int clients, int requests, SocketTransport transport, CancellationToken stopping)
    {
        SlowResult result = await SlowRun.RunAsync(clients, requests, Pace, transport, stopping);
        Print("alone", result.Quiet);
        Print($"among {clients} slow clients", result.Loaded);
        Print("by turns with that, at a server without any", result.Elsewhere);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"p99 is {result.Loaded.Percentile(99) / result.Quiet.Percentile(99):F2} times as long as alone, "
                + $"{result.Loaded.Percentile(99) / result.Elsewhere.Percentile(99):F2} times as beside them; slow clients were thrown "
                + $"out {result.ThrownOut} times; the server had at most {result.Memory.ResidentBytes >> 20} MiB resident, "
                + $"{result.Memory.ManagedBytes >> 20} MiB managed"));
        return result.Quiet.Count == requests && result.Loaded.Count == requests ? 0 : 1;
    }

    private static void Print(string when, Latencies latencies) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{when}: {latencies.Count} answers, p50 {latencies.Percentile(50):F0} µs, "
                + $"p99 {latencies.Percentile(99):F0} µs, longest {latencies.Percentile(100):F0} µs (number {latencies.LongestAt})"));
}
