// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Exhaustion;

/// <summary><c>exhaust</c>: a server that has no descriptors, memory, disk or threads left, or handlers as they should not be.</summary>
internal static class ExhaustCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<int> seconds = NumberOption.Create("--seconds", 10, "How long each shortage lasts.");
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("exhaust", "Leave a server without descriptors, memory, disk and threads, one after the other.")
        {
            seconds,
            transport,
        };
        command.SetAction((parsed, stopping) => RunAsync(
            TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)), parsed.GetRequiredValue(transport), stopping));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, SocketTransport transport, CancellationToken stopping)
    {
        bool isBorne = true;
        foreach (Shortage shortage in Shortage.All)
        {
            ShortageResult result = await ShortageRun.RunAsync(shortage, duration, transport, stopping);
            isBorne &= result.IsBorne;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name}: {(result.Survived ? "lives" : "DIED")}; good client {result.Answered} answers, "
                    + $"{result.TurnedAway} times 503, {result.Failed} failures, "
                    + $"longest {result.Longest.TotalMilliseconds:F0} ms; somebody new after {result.Recovery?.TotalMilliseconds:F0} ms; "
                    + $"{result.LinesDropped} lines of the log dropped"));
        }

        return isBorne ? 0 : 1;
    }
}
