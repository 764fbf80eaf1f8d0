// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class ConnectionTests : ConnectionContract
{
    [Fact]
    public async Task News_of_bytes_that_were_received_already_do_not_end_a_wait()
    {
        Assert.SkipUnless(EventLoops.IsSupported, "There is no event loop on this system.");
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        if (pair.Server is not LoopConnection server)
        {
            Assert.Skip("This connection has no loop that could tell of anything.");
            return;
        }

        byte[] buffer = new byte[16];
        await pair.Client.SendAllAsync(new byte[] { 1 });
        Assert.True(await server.WaitForDataAsync());

        // Not where the loop has resumed us: there it knows what we receive.
        Assert.Equal(1, await Task.Run(() => server.ReceiveAsync(buffer).AsTask()));
        ValueTask<bool> waiting = server.WaitForDataAsync();
        server.OnEvents(LoopEvents.Readable);
        Assert.False(waiting.IsCompleted);

        // It still ends as it should: with bytes, or when it is cancelled.
        await pair.Client.SendAllAsync(new byte[] { 2 });
        Assert.True(await waiting);
        Assert.Equal(1, await Task.Run(() => server.ReceiveAsync(buffer).AsTask()));
        using CancellationTokenSource cancellation = new();
        waiting = server.WaitForDataAsync(cancellation.Token);
        server.OnEvents(LoopEvents.Readable);
        Assert.False(waiting.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task A_socket_tells_that_all_has_been_received()
    {
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        Assert.True(pair.Server.HasReceivedAll());
        await pair.Client.SendAllAsync("ab"u8.ToArray());
        await pair.Server.ReceiveExactlyAsync(new byte[2]);
        Assert.True(pair.Server.HasReceivedAll());
        pair.Client.ShutdownSend();
        Assert.False(await pair.Server.WaitForDataAsync());
        Assert.True(pair.Server.HasReceivedAll());
        pair.Server.Abort();
        Assert.False(pair.Server.HasReceivedAll());
    }

    [Fact]
    [Rfc("9112", "9.6")]
    public async Task A_socket_tells_that_the_peer_has_its_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux is asked.");
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();
        byte[] sent = new byte[300_000];
        await pair.Server.SendAllAsync(sent);
        Assert.False(pair.Server.HasDelivered());
        pair.Server.ShutdownSend();
        Assert.False(pair.Server.HasDelivered());
        await pair.Client.ReceiveExactlyAsync(sent);
        Assert.Equal(0, await pair.Client.ReceiveAsync(sent));
        await Eventually.TrueAsync(pair.Server.HasDelivered);
        pair.Server.Abort();
        Assert.False(pair.Server.HasDelivered());
    }

    [Fact]
    public async Task Sixty_four_mebibytes_there_and_back_stay_in_bounded_memory()
    {
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        server.Start();
        await using Connection connection = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await connection.StreamAndCompareAsync(length: 64 * 1024 * 1024, seed: 5);
    }

    internal override Task<ConnectedPair> OpenAsync() => ConnectedPair.OpenAsync();
}
