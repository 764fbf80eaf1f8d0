// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Slow;

/// <summary>An ordinary client: one connection to each server, one small request after the other, to each in turn.</summary>
internal static class GoodClient
{
    // A server ends a connection after 10,000 requests, and says so.
    private const int RequestsPerConnection = 9_000;

    /// <summary>
    /// Asks each server so often, no faster than once per <paramref name="pace"/>, and notes how long each answer took. Several
    /// servers are asked by turns, so that whatever else the machine does meets all of them alike.
    /// </summary>
    public static async Task<Latencies[]> RunAsync(
        string[] addresses, int requests, TimeSpan pace, CancellationToken cancellationToken)
    {
        Latencies[] latencies = [.. addresses.Select(_ => new Latencies())];
        using PeriodicTimer timer = new(pace);
        for (int number = 0; number < requests; number += RequestsPerConnection)
        {
            int count = Math.Min(RequestsPerConnection, requests - number);
            await AskAsync(addresses, latencies, count, timer, cancellationToken);
        }

        return latencies;
    }

    private static async Task AskAsync(
        string[] addresses, Latencies[] latencies, int requests, PeriodicTimer timer, CancellationToken cancellationToken)
    {
        var clients = new WireClient[addresses.Length];
        for (int index = 0; index < clients.Length; index++)
        {
            clients[index] = await WireClient.ConnectAsync(addresses[index], cancellationToken);
        }

        for (int number = 0; number < requests * clients.Length; number++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            long began = Stopwatch.GetTimestamp();
            await clients[number % clients.Length].AskAsync("/", cancellationToken);
            latencies[number % clients.Length].Add(Stopwatch.GetElapsedTime(began));
        }

        foreach (WireClient client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
