// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading.Tasks;

using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests;

/// <summary>
/// Counts what requests on a kept connection cost the heap of the whole process: the server, and a client that is a bare
/// connection and costs nothing. No time is measured.
/// </summary>
internal static class RequestCost
{
    private const int Batches = 10;
    private const int Rounds = 500;

    /// <summary>Insists that a request allocates nothing, over and over.</summary>
    /// <param name="served">The server.</param>
    /// <param name="request">The request, whole.</param>
    /// <param name="bodyBytes">The length of the response's body.</param>
    public static async Task ExpectNoneAsync(RunningServer served, string request, int bodyBytes)
    {
        await using Connection client = await served.ConnectAsync();
        await ExpectNoneAsync(client, request, bodyBytes);
    }

    /// <summary>The same on a connection that there is.</summary>
    public static async Task ExpectNoneAsync(Connection client, string request, int bodyBytes)
    {
        byte[] sent = Encoding.ASCII.GetBytes(request);
        byte[] response = new byte[8192];
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await client.SendAllAsync(sent);
                for (int received = 0; !IsWhole(response.AsSpan(0, received), bodyBytes);)
                {
                    int count = await client.ReceiveAsync(response.AsMemory(received));
                    Assert.True(count > 0);
                    received += count;
                }
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The smallest object is 24 bytes: one for each request would be 12,000 in every batch.
        Assert.InRange(least, 0, Rounds * 4);
    }

    private static bool IsWhole(ReadOnlySpan<byte> response, int bodyBytes)
    {
        int end = response.IndexOf("\r\n\r\n"u8);
        return end >= 0 && response.Length - end - 4 == bodyBytes;
    }
}
