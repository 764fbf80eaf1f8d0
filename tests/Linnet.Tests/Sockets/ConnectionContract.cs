// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>What <see cref="Connection"/> promises, whatever carries the bytes.</summary>
public abstract class ConnectionContract
{
    /// <summary>The two ends of a new connection.</summary>
    internal abstract Task<ConnectedPair> OpenAsync();

    [Fact]
    public async Task Waiting_tells_data_from_the_end_and_takes_nothing()
    {
        await using ConnectedPair pair = await OpenAsync();
        ValueTask<bool> waiting = pair.Server.WaitForDataAsync();
        Assert.False(waiting.IsCompleted);
        await pair.Client.SendAllAsync("ab"u8.ToArray());
        Assert.True(await waiting);
        Assert.True(await pair.Server.WaitForDataAsync());

        byte[] buffer = new byte[2];
        await pair.Server.ReceiveExactlyAsync(buffer);
        Assert.Equal("ab"u8.ToArray(), buffer);
        pair.Client.ShutdownSend();
        Assert.False(await pair.Server.WaitForDataAsync());
        Assert.Equal(0, await pair.Server.ReceiveAsync(buffer));
    }

    [Fact]
    public async Task Nobody_says_that_all_has_been_received_while_bytes_lie_here()
    {
        await using ConnectedPair pair = await OpenAsync();
        await pair.Client.SendAllAsync("ab"u8.ToArray());
        Assert.True(await pair.Server.WaitForDataAsync());
        Assert.False(pair.Server.HasReceivedAll());
        await pair.Server.ReceiveExactlyAsync(new byte[1]);
        Assert.False(pair.Server.HasReceivedAll());
    }

    [Fact]
    public async Task What_comes_between_a_receive_and_a_wait_is_received()
    {
        await using ConnectedPair pair = await OpenAsync();
        byte[] buffer = new byte[16];
        for (int round = 0; round < 1000; round++)
        {
            await pair.Client.SendAllAsync(new byte[] { 1 });
            for (int turn = 0; turn < round % 20; turn++)
            {
                // The transport hears of the byte now, or later: both have to do.
                await Task.Yield();
            }

            Assert.True(await pair.Server.WaitForDataAsync());
            Assert.Equal(1, await pair.Server.ReceiveAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task A_half_closed_connection_still_carries_the_answer()
    {
        await using ConnectedPair pair = await OpenAsync();
        await pair.Client.SendAllAsync(new byte[] { 1 });
        pair.Client.ShutdownSend();
        pair.Client.ShutdownSend();
        byte[] buffer = new byte[8];
        Assert.Equal(1, await pair.Server.ReceiveAsync(buffer));
        Assert.Equal(0, await pair.Server.ReceiveAsync(buffer));

        await pair.Server.SendAllAsync(new byte[] { 2, 3 });
        pair.Server.ShutdownSend();
        await pair.Client.ReceiveExactlyAsync(buffer.AsMemory(0, 2));
        Assert.Equal([2, 3], buffer[..2]);
        Assert.Equal(0, await pair.Client.ReceiveAsync(buffer));
    }

    [Fact]
    public async Task What_is_sent_after_this_sides_end_is_an_IOException()
    {
        await using ConnectedPair pair = await OpenAsync();
        pair.Server.ShutdownSend();
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.SendAllAsync(new byte[1]));
        Assert.Equal(0, await pair.Client.ReceiveAsync(new byte[8]));
    }

    [Fact]
    public async Task A_cancelled_receive_leaves_the_connection_whole()
    {
        await using ConnectedPair pair = await OpenAsync();
        byte[] buffer = new byte[4];
        for (int i = 0; i < 3; i++)
        {
            using var cancellation = new CancellationTokenSource();
            ValueTask<int> receiving = pair.Server.ReceiveAsync(buffer, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await receiving);
            ValueTask<bool> waiting = pair.Server.WaitForDataAsync(new CancellationToken(canceled: true));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        }

        await pair.Client.SendAllAsync(new byte[] { 1, 2, 3, 4 });
        await pair.Server.ReceiveExactlyAsync(buffer);
        Assert.Equal([1, 2, 3, 4], buffer);
    }

    [Fact]
    public async Task An_idle_wait_is_ended_by_anyone_and_the_connection_stays_whole()
    {
        await using ConnectedPair pair = await OpenAsync();
        for (int round = 0; round < 3; round++)
        {
            ValueTask<bool> waiting = pair.Server.WaitIdleAsync();
            Assert.False(waiting.IsCompleted);
            await Task.Run(pair.Server.EndIdle);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        }

        // Ended before it has begun: the one wait, and not the next.
        pair.Server.EndIdle();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pair.Server.WaitIdleAsync());
        ValueTask<bool> next = pair.Server.WaitIdleAsync();
        Assert.False(next.IsCompleted);
        await pair.Client.SendAllAsync(new byte[] { 1 });
        Assert.True(await next);
        Assert.Equal(1, await pair.Server.ReceiveAsync(new byte[4]));
    }

    [Fact]
    public async Task The_end_of_an_idle_wait_that_comes_late_disturbs_no_other()
    {
        await using ConnectedPair pair = await OpenAsync();
        ValueTask<bool> waiting = pair.Server.WaitForDataAsync();
        pair.Server.EndIdle();
        Assert.False(waiting.IsCompleted);
        await pair.Client.SendAllAsync(new byte[] { 1 });
        Assert.True(await waiting);
        Assert.Equal(1, await pair.Server.ReceiveAsync(new byte[4]));

        ValueTask<int> receiving = pair.Server.ReceiveAsync(new byte[4]);
        pair.Server.EndIdle();
        Assert.False(receiving.IsCompleted);
        await pair.Client.SendAllAsync(new byte[] { 2 });
        Assert.Equal(1, await receiving);
    }

    [Fact]
    public async Task An_idle_wait_and_its_end_at_once_lose_neither()
    {
        await using ConnectedPair pair = await OpenAsync();
        byte[] buffer = new byte[4];
        for (int round = 0; round < 2000; round++)
        {
            Task ending = Task.Run(pair.Server.EndIdle);
            try
            {
                // Nothing is sent: it ends because it is told to, whichever of the two came first.
                await pair.Server.WaitIdleAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
                Assert.Fail("Nothing was sent.");
            }
            catch (OperationCanceledException)
            {
                await ending;
            }
        }

        await pair.Client.SendAllAsync(new byte[] { 1 });
        Assert.True(await pair.Server.WaitIdleAsync());
        Assert.Equal(1, await pair.Server.ReceiveAsync(buffer));
    }

    [Fact]
    public async Task A_cancelled_send_ends_while_the_peer_takes_nothing()
    {
        await using ConnectedPair pair = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        Task sending = pair.Server.SendAllAsync(new byte[64 * 1024 * 1024], cancellation.Token).AsTask();
        Assert.True(await pair.Client.WaitForDataAsync());
        Assert.False(sending.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Abort_is_a_reset_for_the_peer_and_an_IOException_for_this_side()
    {
        await using ConnectedPair pair = await OpenAsync();
        ValueTask<int> receiving = pair.Server.ReceiveAsync(new byte[1]);
        pair.Server.Abort();
        pair.Server.Abort();
        await Assert.ThrowsAsync<IOException>(async () => await receiving);
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.ReceiveAsync(new byte[1]));
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.WaitForDataAsync());
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.SendAllAsync(new byte[1]));
        pair.Server.ShutdownSend();

        IOException reset = await Assert.ThrowsAsync<IOException>(async () => await pair.Client.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException).SocketErrorCode);
        Assert.NotNull(pair.Server.RemoteEndPoint);
        Assert.NotNull(pair.Server.LocalEndPoint);
    }

    [Fact]
    [Attack("RL-03")]
    public async Task Abort_ends_a_send_that_a_peer_who_never_reads_holds_up()
    {
        await using ConnectedPair pair = await OpenAsync();
        Task sending = pair.Server.SendAllAsync(new byte[64 * 1024 * 1024]).AsTask();
        Assert.False(sending.IsCompleted);
        pair.Server.Abort();
        await Assert.ThrowsAsync<IOException>(() => sending);
    }

    [Fact]
    public async Task Sending_to_a_peer_that_has_gone_fails_with_an_IOException()
    {
        await using ConnectedPair pair = await OpenAsync();
        pair.Client.Abort();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
            {
                await pair.Server.SendAllAsync(new byte[1024]);
            }
        });
    }

    [Fact]
    public async Task Two_receives_at_once_are_the_programmers_fault()
    {
        await using ConnectedPair pair = await OpenAsync();
        ValueTask<bool> waiting = pair.Server.WaitForDataAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Server.ReceiveAsync(new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await pair.Client.ReceiveAsync(Memory<byte>.Empty));
        await pair.Client.SendAllAsync(new byte[] { 1 });
        Assert.True(await waiting);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(7, 200_000)]
    [InlineData(64 * 1024, 64 * 1024)]
    public async Task A_part_of_a_file_arrives_byte_for_byte(int offset, int length)
    {
        byte[] content = new byte[256 * 1024];
        new Random(1).NextBytes(content);
        using SafeFileHandle file = OpenTemporary(content);
        await using ConnectedPair pair = await OpenAsync();
        byte[] received = new byte[length];
        await Task.WhenAll(
            SendThenShutdownAsync(pair.Server, file, offset, length), pair.Client.ReceiveExactlyAsync(received));
        Assert.Equal(0, await pair.Client.ReceiveAsync(new byte[1]));
        Assert.Equal(content.Skip(offset).Take(length), received);
    }

    [Fact]
    public async Task A_file_that_ends_early_is_an_error_and_not_a_short_answer()
    {
        using SafeFileHandle file = OpenTemporary(new byte[10]);
        await using ConnectedPair pair = await OpenAsync();
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await pair.Server.SendFileAsync(file, 0, 11));
    }

    private static async Task SendThenShutdownAsync(Connection connection, SafeFileHandle file, long offset, long length)
    {
        await connection.SendFileAsync(file, offset, length);
        connection.ShutdownSend();
    }

    private static SafeFileHandle OpenTemporary(byte[] content)
    {
        SafeFileHandle file = File.OpenHandle(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            FileOptions.DeleteOnClose);
        RandomAccess.Write(file, content, fileOffset: 0);
        return file;
    }
}
