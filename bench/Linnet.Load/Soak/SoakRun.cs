// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Load.Serving;
using Linnet.Load.Slow;
using Linnet.Sockets;

namespace Linnet.Load.Soak;

/// <summary>A server in a process of its own, and every kind of client for a long time.</summary>
internal static class SoakRun
{
    private const int SlowClients = 50;

    /// <summary>Runs, and looks at the server's process so many times.</summary>
    public static async Task<SoakResult> RunAsync(
        TimeSpan duration, int looks, SocketTransport transport, Action<SoakSample> tell, CancellationToken cancellationToken)
    {
        await using ChildProcess server = await ServeCommand.StartAsync(transport);
        await using ChildProcess slow = await ChildProcess.StartAsync(
            SlowClientsCommand.Name, server.Greeting, SlowClients.ToString(CultureInfo.InvariantCulture));
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SoakClients clients = new(server.Greeting);
        Task running = clients.RunAsync(ending.Token);
        List<SoakSample> samples = [];
        long began = Stopwatch.GetTimestamp();
        for (int look = 0; look < looks; look++)
        {
            await Task.Delay(duration / looks, cancellationToken);
            samples.Add(SoakSample.Of(server.Id, Stopwatch.GetElapsedTime(began)));
            tell(samples[^1]);
        }

        await ending.CancelAsync();
        await running;
        await slow.EndAsync();
        await server.EndAsync();
        return clients.Result([.. samples]);
    }
}
