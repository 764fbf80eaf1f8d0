// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>
/// Requests at a fixed rate, whatever the server does. Each is timed from when it should have been sent, so that those a
/// slow answer holds up count as slow too.
/// </summary>
internal sealed class LatencyWork(string name, string description, string path) : IWork
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public async Task<Figures> MeasureAsync(RunningPeer peer, Terms terms, CancellationToken stopping)
    {
        ConcurrentBag<double[]> all = [];
        TimeSpan before = peer.Tree.ProcessorTime();
        int count = (int)(terms.Rate * terms.Duration.TotalSeconds / terms.Connections);
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, terms.Connections).Select(async number =>
        {
            TimeSpan offset = TimeSpan.FromSeconds(number / (double)terms.Rate);
            TimeSpan period = TimeSpan.FromSeconds(terms.Connections / (double)terms.Rate);
            all.Add(await AskAsync(peer.Port, began, offset, period, count, stopping));
        }));
        TimeSpan spent = peer.Tree.ProcessorTime() - before;
        double[] sorted = [.. all.SelectMany(times => times).Order()];
        return new Figures
        {
            Cpu = spent.TotalMicroseconds / sorted.Length,
            Rate = sorted.Length / Stopwatch.GetElapsedTime(began).TotalSeconds,
            P50 = Quantile(sorted, 0.5),
            P99 = Quantile(sorted, 0.99),
            P999 = Quantile(sorted, 0.999),
        };
    }

    private static double Quantile(double[] sorted, double part) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    /// <summary>One connection's requests, and how many milliseconds after its time each was answered.</summary>
    private async Task<double[]> AskAsync(
        int port, long began, TimeSpan offset, TimeSpan period, int count, CancellationToken stopping)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stopping);
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        byte[] response = new byte[4096];
        double[] times = new double[count];
        for (int number = 0; number < count; number++)
        {
            TimeSpan due = offset + (number * period);
            TimeSpan early = due - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, stopping);
            }

            TimeSpan sent = Stopwatch.GetElapsedTime(began);
            await socket.SendAsync(request, stopping);
            if (await socket.ReceiveAsync(response, stopping) == 0)
            {
                throw new InvalidOperationException("The server closed a connection that it should have kept.");
            }

            // Who wakes late has not been kept waiting by the server; who is late because of the answer before has.
            TimeSpan from = early > TimeSpan.Zero ? sent : due;
            times[number] = (Stopwatch.GetElapsedTime(began) - from).TotalMilliseconds;
        }

        return times;
    }
}
