// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Slow;

/// <summary>An ordinary client: one connection, one small request after the other.</summary>
internal static class GoodClient
{
    /// <summary>Asks so often, no faster than once per <paramref name="pace"/>, and notes how long each answer took.</summary>
    public static async Task<Latencies> RunAsync(
        string address, int requests, TimeSpan pace, CancellationToken cancellationToken)
    {
        Latencies latencies = new();
        WireClient client = await WireClient.ConnectAsync(address, cancellationToken);
        try
        {
            using PeriodicTimer timer = new(pace);
            for (int number = 1; number <= requests; number++)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                long began = Stopwatch.GetTimestamp();
                await client.AskAsync("/", cancellationToken);
                latencies.Add(Stopwatch.GetElapsedTime(began));

                // The server ends a connection after 10,000 requests, and says so.
                if (number % 9_000 == 0)
                {
                    await client.DisposeAsync();
                    client = await WireClient.ConnectAsync(address, cancellationToken);
                }
            }
        }
        finally
        {
            await client.DisposeAsync();
        }

        return latencies;
    }
}
