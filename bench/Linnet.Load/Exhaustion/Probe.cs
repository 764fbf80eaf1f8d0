// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Exhaustion;

/// <summary>
/// A good client of a server in trouble: keeps one connection, asks again and again, and counts what it was not given.
/// </summary>
internal sealed class Probe(string address)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whole answers.</summary>
    public int Answered { get; private set; }

    /// <summary>Answers that said, in order, to ask again later: 503.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Requests without an answer, and attempts to connect that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The longest that an answer took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Asks until told to end.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using WireClient client = await ConnectAsync();
                await UseAsync(client, ending);
            }
            catch (Exception failure) when (IsOfTheServer(failure))
            {
                Failed++;
                await Task.Delay(Pace, CancellationToken.None);
            }
        }
    }

    /// <summary>How long it takes until somebody new is answered; null when nobody is, for as long as a user would wait.</summary>
    public async Task<TimeSpan?> RecoverAsync()
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            try
            {
                await using WireClient client = await ConnectAsync();
                if (await AskAsync(client))
                {
                    return Stopwatch.GetElapsedTime(began);
                }
            }
            catch (Exception failure) when (IsOfTheServer(failure))
            {
                await Task.Delay(Pace, CancellationToken.None);
            }
        }

        return null;
    }

    private static bool IsOfTheServer(Exception failure) =>
        failure is IOException or EndpointException or InvalidDataException or OperationCanceledException or FormatException;

    private async Task<WireClient> ConnectAsync()
    {
        using CancellationTokenSource timeout = new(Patience);
        return await WireClient.ConnectAsync(address, timeout.Token);
    }

    /// <summary>Asks once; false when told to ask again later.</summary>
    private static async Task<bool> AskAsync(WireClient client)
    {
        using CancellationTokenSource timeout = new(Patience);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: load\r\n\r\n", timeout.Token);
        WireHead head = await client.ReadHeadAsync(timeout.Token) ?? throw new EndOfStreamException("There is no answer.");
        await client.SkipBodyAsync(head.ContentLength, timeout.Token);
        return head.Status switch
        {
            200 => true,
            503 => false,
            _ => throw new InvalidDataException($"The answer is {head.Status}."),
        };
    }

    private async Task UseAsync(WireClient client, CancellationToken ending)
    {
        using PeriodicTimer timer = new(Pace);
        while (!ending.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            long began = Stopwatch.GetTimestamp();
            if (!await AskAsync(client))
            {
                TurnedAway++;
                return;
            }

            TimeSpan took = Stopwatch.GetElapsedTime(began);
            Answered++;
            Longest = took > Longest ? took : Longest;
        }
    }
}
