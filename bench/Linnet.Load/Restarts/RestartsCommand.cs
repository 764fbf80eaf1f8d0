// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary><c>restarts</c>: stops and starts under load.</summary>
internal static class RestartsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> restarts = NumberOption.Create(
            "--restarts", 120, "How often the server is stopped and started.");
        Option<int> clients = NumberOption.Create(
            "--clients", 16, "How many clients; half of them pipeline.");
        Option<int> answers = NumberOption.Create(
            "--answers", 2000, "How many answers there are before each stop.");
        Option<int> deadline = NumberOption.Create(
            "--deadline", 30, "How many seconds each stop waits for what is under way; 0 shows what a loss looks like.");
        Option<bool> successor = new("--successor")
        {
            Description = "Have each server hand over to a process that it starts, instead of stopping before the next starts.",
        };
        Option<bool> secured = new("--secured") { Description = "With --successor: over TLS." };
        Option<bool> unix = new("--unix") { Description = "With --successor: at a Unix socket." };
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("restarts", "Restart a server under load and count what is lost.")
        {
            restarts,
            clients,
            answers,
            deadline,
            successor,
            secured,
            unix,
            transport,
        };
        command.SetAction((parsed, stopping) => parsed.GetValue(successor)
            ? RunAsync(
                new SuccessionRun(
                    parsed.GetRequiredValue(transport),
                    TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline)),
                    parsed.GetValue(secured),
                    parsed.GetValue(unix)),
                parsed.GetRequiredValue(restarts),
                parsed.GetRequiredValue(clients),
                parsed.GetRequiredValue(answers),
                stopping)
            : RunAsync(
            new RestartsRun(
                parsed.GetRequiredValue(transport), TimeSpan.FromSeconds(parsed.GetRequiredValue(deadline))),
            parsed.GetRequiredValue(restarts),
            parsed.GetRequiredValue(clients),
            parsed.GetRequiredValue(answers),
            stopping));
        return command;
    }

    private static async Task<int> RunAsync(
        RestartsRun run, int restarts, int clients, int answers, CancellationToken stopping)
    {
        await run.RunAsync(restarts, clients, answers, stopping);
        RestartCounts counts = run.Counts;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{restarts} restarts, {clients} clients: {run.Journal.Total} requests begun, {run.Journal.Unanswered} of them lost"));
        Show(counts);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Cut} connections cut at a deadline; the longest stop took {run.LongestStop.TotalSeconds:F2} s"));
        return run.Journal.Unanswered + counts.Wrong + counts.Truncated + counts.Resets + run.Cut == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(
        SuccessionRun run, int successors, int clients, int answers, CancellationToken stopping)
    {
        await run.RunAsync(successors, clients, answers, stopping);
        RestartCounts counts = run.Counts;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{successors} successors, {clients} clients: {run.Begun} requests begun, {run.Lost} of them lost"));
        Show(counts);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Cut} connections cut at a deadline; the longest stop took {run.Reports.Max(one => one.Took).TotalSeconds:F2} s"));
        return run.Lost + counts.Wrong + counts.Truncated + counts.Resets + counts.Refused + run.Cut == 0 ? 0 : 1;
    }

    private static void Show(RestartCounts counts) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"clients: {counts.Answered} answers, {counts.Wrong} wrong, {counts.Truncated} cut short, {counts.Resets} resets, "
                + $"{counts.Unreceived} requests to send again, {counts.Refused} times nobody listened"));
}
