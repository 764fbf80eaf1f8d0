// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Load.Serving;
using Linnet.Sockets;

namespace Linnet.Load.Exhaustion;

/// <summary>A server in a process of its own, a good client, and for a while a crowd that takes something from both.</summary>
internal static class ShortageRun
{
    /// <summary>Runs once.</summary>
    public static async Task<ShortageResult> RunAsync(
        Shortage shortage, TimeSpan duration, SocketTransport transport, CancellationToken cancellationToken)
    {
        await using ChildProcess server = await ServeCommand.StartAsync(transport, shortage.Bounds, shortage.Log);
        Probe probe = new(server.Greeting);
        await probe.RecoverAsync();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource release = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task probing = probe.RunAsync(ending.Token);
        TimeSpan? recovery;
        try
        {
            Task crowd = shortage.CrowdAsync(server.Greeting, release.Token);
            await Task.Delay(duration, cancellationToken);
            await release.CancelAsync();
            await crowd;
            recovery = await probe.RecoverAsync();
        }
        finally
        {
            await ending.CancelAsync();
            await probing;
        }

        bool survived = server.IsAlive;
        string[] end = survived ? (await server.EndAsync()).Split(' ') : [];
        return new ShortageResult(
            shortage.Name,
            probe.Answered,
            probe.TurnedAway,
            probe.Failed,
            probe.Longest,
            recovery,
            survived && end.Length == 2,
            end.Length == 2 ? long.Parse(end[1], CultureInfo.InvariantCulture) : 0);
    }
}
