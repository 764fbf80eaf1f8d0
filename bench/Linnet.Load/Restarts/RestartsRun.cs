// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary>Stops and starts a server again and again under the load of clients that keep their connections.</summary>
/// <param name="transport">What carries the server's connections.</param>
/// <param name="deadline">How long each stop waits for what is under way.</param>
internal sealed class RestartsRun(SocketTransport transport, TimeSpan deadline)
{
    private const int LargeBytes = 100_000;

    private static readonly byte[] Padding = new byte[LargeBytes];

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
        await using HttpServer server = new($"http://{address}", AnswerAsync)
        {
            Options = new HttpServerOptions { Transport = transport },
        };
        await server.StartAsync(cancellationToken);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> load = [];
        for (int number = 0; number < clients; number++)
        {
            // Half of them one at a time, half of them eight.
            LoadClient client = new(address, number % 2 == 0 ? 1 : 8, Journal, Counts);
            load.Add(Task.Run(() => client.RunAsync(ending.Token), CancellationToken.None));
        }

        for (int restart = 0; restart < restarts; restart++)
        {
            await WaitForAnswersAsync(Counts.Answered + answers, cancellationToken);
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

    private async Task WaitForAnswersAsync(long answers, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        while (Counts.Answered < answers)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Two in fifty answers are large, and three in fifty slow, so that a stop finds some under way.</summary>
    private async ValueTask AnswerAsync(HttpExchange exchange)
    {
        long number = long.Parse(exchange.Request.Path.AsSpan(1), CultureInfo.InvariantCulture);
        Journal.Begin(number);
        int read = await ReadBodyAsync(exchange);
        if (number % 50 is 1 or 2 or 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{number} {read}\n");
        if (number % 50 is 3 or 4)
        {
            exchange.Response.ContentLength = text.Length + LargeBytes;
            await exchange.Response.WriteAsync(text, CancellationToken.None);
            await exchange.Response.FlushAsync(CancellationToken.None);
            await Task.Yield();
            await exchange.Response.WriteAsync(Padding, CancellationToken.None);
            return;
        }

        await exchange.Response.WriteAsync(text, CancellationToken.None);
    }

    private static async ValueTask<int> ReadBodyAsync(HttpExchange exchange)
    {
        byte[] buffer = new byte[64];
        int total = 0;
        for (int read; (read = await exchange.Request.Body.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            total += read;
        }

        return total;
    }

    private static async Task<string> FreeAddressAsync()
    {
        // The same port after each restart, as a service has it.
        await using HttpServer server = new("http://127.0.0.1:0", static _ => default);
        await server.StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)server.BoundEndPoints[0]}");
    }
}
