// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary>Stops and starts a server again and again under the load of clients that keep their connections.</summary>
/// <param name="transport">What carries the server's connections.</param>
/// <param name="deadline">How long each stop waits for what is under way.</param>
internal sealed class RestartsRun(SocketTransport transport, TimeSpan deadline)
{
    /// <summary>What the server has begun.</summary>
    public Journal Journal { get; } = new();

    /// <summary>What the clients have met.</summary>
    public RestartCounts Counts { get; } = new();

    /// <summary>Connections that were cut at the deadline of a stop.</summary>
    public int Cut { get; private set; }

    /// <summary>The longest stop.</summary>
    public TimeSpan LongestStop { get; private set; }

    /// <summary>Runs to its end: so many restarts, each after <paramref name="answers"/> more answers.</summary>
    public async Task RunAsync(int restarts, int clients, int answers, CancellationToken cancellationToken)
    {
        string address = await FreeAddressAsync();
        await using HttpServer server = new($"http://{address}", new RestartHandler(Journal).AnswerAsync)
        {
            Options = new HttpServerOptions { Transport = transport },
        };
        await server.StartAsync(cancellationToken);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> load = [];
        for (int number = 0; number < clients; number++)
        {
            // Half of them one at a time, half of them eight.
            LoadClient client = new(new LoadTarget(address), number % 2 == 0 ? 1 : 8, Journal, Counts);
            load.Add(Task.Run(() => client.RunAsync(ending.Token), CancellationToken.None));
        }

        for (int restart = 0; restart < restarts; restart++)
        {
            await Counts.WaitForAnswersAsync(Counts.Answered + answers, cancellationToken);
            long began = Stopwatch.GetTimestamp();
            StopReport report = await server.StopAsync(deadline);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            LongestStop = took > LongestStop ? took : LongestStop;
            Cut += report.ConnectionsCut;
            await server.StartAsync(cancellationToken);
        }

        await ending.CancelAsync();
        await Task.WhenAll(load);
    }

    private static async Task<string> FreeAddressAsync()
    {
        // The same port after each restart, as a service has it.
        await using HttpServer server = new("http://127.0.0.1:0", static _ => default);
        await server.StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)server.BoundEndPoints[0]}");
    }
}
