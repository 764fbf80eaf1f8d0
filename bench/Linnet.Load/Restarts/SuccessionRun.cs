// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary>
/// Has a server hand over to a successor again and again, each in a process of its own, under the load of clients of which one
/// third keep their connections, one third pipeline on theirs, and one third connect anew for each request.
/// </summary>
/// <param name="transport">What carries the servers' connections.</param>
/// <param name="deadline">How long each stop waits for what is under way.</param>
/// <param name="isSecured">True for TLS.</param>
/// <param name="isUnix">True for a Unix socket.</param>
internal sealed class SuccessionRun(SocketTransport transport, TimeSpan deadline, bool isSecured, bool isUnix)
{
    private readonly Journal _journal = new();

    /// <summary>What the clients have met.</summary>
    public RestartCounts Counts { get; } = new();

    /// <summary>What the servers have said, whose turns are over.</summary>
    public IReadOnlyList<TurnReport> Reports { get; private set; } = [];

    /// <summary>How many requests the servers have begun.</summary>
    public long Begun => Reports.Sum(one => one.Begun);

    /// <summary>How many connections they have cut.</summary>
    public int Cut => Reports.Sum(one => one.Cut);

    /// <summary>Requests that were begun, and to which nobody has a whole response.</summary>
    public long Lost => Begun - Counts.Answered;

    /// <summary>Runs to its end: so many successors, each after <paramref name="answers"/> more answers.</summary>
    public async Task RunAsync(int successors, int clients, int answers, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("linnet-");
        try
        {
            string scheme = isSecured ? "https" : "http";
            string address = isUnix ? $"{scheme}://unix:{Path.Combine(folder.FullName, "socket")}" : $"{scheme}://127.0.0.1:0";
            await using Succession succession = await Succession.StartAsync(
                ServeInTurnCommand.Name,
                address,
                ServeInTurnCommand.Deadline,
                ((int)deadline.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                TransportOption.Name,
                transport.ToString());
            await RunAsync(succession, successors, clients, answers, cancellationToken);
            Reports = succession.Reports;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(
        Succession succession, int successors, int clients, int answers, CancellationToken cancellationToken)
    {
        LoadTarget target = new(isUnix ? $"unix:{succession.Address}" : succession.Address, isSecured);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> load = [];
        for (int number = 0; number < clients; number++)
        {
            LoadClient client = new(target, number % 3 == 1 ? 8 : 1, _journal, Counts, isShort: number % 3 == 2);
            load.Add(Task.Run(() => client.RunAsync(ending.Token), CancellationToken.None));
        }

        try
        {
            for (int successor = 0; successor < successors; successor++)
            {
                await Counts.WaitForAnswersAsync(Counts.Answered + answers, cancellationToken);
                await succession.HandOverAsync();
            }

            // Only the last is left, so what is answered now it has answered.
            await succession.WaitForStopsAsync(successors);
            await Counts.WaitForAnswersAsync(Counts.Answered + answers, cancellationToken);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(load);
        }

        await succession.EndAsync();
    }
}
