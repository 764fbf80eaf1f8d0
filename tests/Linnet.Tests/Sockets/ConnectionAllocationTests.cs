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
    private const int Rounds = 2000;

    [Fact]
    public async Task Waiting_receiving_and_sending_allocate_nothing()
    {
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        byte[] message = new byte[100];
        byte[] answer = new byte[100];
        Task echo = EchoServing.EchoAsync(pair.Server, default);
        long before = 0;
        for (int round = -Rounds; round < Rounds; round++)
        {
            if (round == 0)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
            }

            await pair.Client.SendAllAsync(message);
            Assert.True(await pair.Client.WaitForDataAsync());
            for (int received = 0; received < answer.Length;)
            {
                received += await pair.Client.ReceiveAsync(answer.AsMemory(received));
            }
        }

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        pair.Client.ShutdownSend();
        await echo;

        // The smallest object is 24 bytes: one per round would be 48,000. What is left is the runtime's own.
        Assert.InRange(allocated, 0, Rounds * 4);
    }
}
