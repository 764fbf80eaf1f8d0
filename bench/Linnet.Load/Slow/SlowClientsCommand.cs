// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Slow;

/// <summary>The hidden verb of the slow clients' process, which runs until its input ends.</summary>
internal static class SlowClientsCommand
{
    /// <summary>The name of the verb.</summary>
    public const string Name = "slow-clients";

    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> server = new("SERVER") { Description = "Where the server listens." };
        Argument<int> clients = new("CLIENTS") { Description = "How many slow clients there are." };
        Command command = new(Name, "Be slow until the input ends.") { server, clients };
        command.Hidden = true;
        command.SetAction((parsed, _) =>
            RunAsync(IPEndPoint.Parse(parsed.GetRequiredValue(server)), parsed.GetRequiredValue(clients)));
        return command;
    }

    private static async Task<int> RunAsync(IPEndPoint server, int clients)
    {
        SlowCounts counts = new(clients);
        using CancellationTokenSource end = new();
        Task[] running = [.. Enumerable.Range(0, clients).Select(
            number => new SlowClient(number, number * Spread / clients, server, counts).RunAsync(end.Token))];
        await counts.AllConnected;
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync(CancellationToken.None);
        long thrownOut = counts.ThrownOut;
        await end.CancelAsync();
        await Task.WhenAll(running);
        Console.WriteLine(thrownOut.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
