// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>Counts what the whole process allocates, so nothing may run beside it.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ConnectionAllocationTests
{
    private const int Batches = 10;
    private const int Rounds = 500;

    [Fact]
    public async Task Waiting_receiving_and_sending_allocate_nothing()
    {
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        byte[] message = new byte[100];
        byte[] answer = new byte[100];
        Task echo = EchoServing.EchoAsync(pair.Server, default);
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int round = 0; round < Rounds; round++)
            {
                await pair.Client.SendAllAsync(message);
                Assert.True(await pair.Client.WaitForDataAsync());
                for (int received = 0; received < answer.Length;)
                {
                    received += await pair.Client.ReceiveAsync(answer.AsMemory(received));
                }
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        pair.Client.ShutdownSend();
        await echo;

        // The smallest object is 24 bytes, so one per round would be 12,000 in every batch. The runtime's own, such as
        // a thread it starts when the machine is busy, is in some batches only.
        Assert.InRange(least, 0, Rounds * 4);
    }
}
