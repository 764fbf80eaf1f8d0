// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Exhaustion;

/// <summary>Clients that all send the same, and take what they are given, again and again until told to end.</summary>
internal static class Crowd
{
    /// <summary>Runs so many of them.</summary>
    public static Task RunAsync(string address, int clients, string head, int bodyBytes, CancellationToken ending)
    {
        byte[] request = [.. Encoding.ASCII.GetBytes(head), .. new byte[bodyBytes]];
        IEnumerable<Task> all = Enumerable.Range(0, clients).Select(_ => ComeAgainAsync(address, request, ending));
        return Task.WhenAll(all);
    }

    private static async Task ComeAgainAsync(string address, byte[] request, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using WireClient client = await WireClient.ConnectAsync(address, ending);
                while (true)
                {
                    await client.SendAsync(request, ending);
                    if (await client.ReadHeadAsync(ending) is not { } head)
                    {
                        break;
                    }

                    await client.SkipBodyAsync(head.ContentLength, ending);
                }
            }
            catch (Exception failure) when (failure is IOException or EndpointException or FormatException)
            {
                // Refused, reset, cut short: that is what it came for. Not at once again, or this machine would be exhausted.
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
