// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>How a stream under TLS ends: in order, or cut. In memory, where nothing else is under way.</summary>
public sealed class TlsEndTests
{
    private static readonly MemoryOptions Narrow = new() { WindowBytes = 2048 };

    [Fact]
    [Attack("TL-08")]
    [Rfc("9112", "9.8")]
    public async Task An_end_without_close_notify_is_an_error_and_not_an_end()
    {
        await using ConnectedPair pair = await OpenAsync();
        await pair.Client.SendAllAsync("half"u8.ToArray());
        ((TlsConnection)pair.Client).Carrier.ShutdownSend();
        byte[] buffer = new byte[100];
        Assert.Equal(4, await pair.Server.ReceiveAsync(buffer));
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.ReceiveAsync(buffer));
        await Assert.ThrowsAsync<IOException>(async () => await pair.Server.ReceiveAsync(buffer));
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task Who_waits_for_a_next_request_does_not_mind_how_the_peer_went()
    {
        await using ConnectedPair pair = await OpenAsync();
        ((TlsConnection)pair.Client).Carrier.ShutdownSend();
        Assert.False(await pair.Server.WaitForDataAsync());
        Assert.False(await pair.Server.WaitForDataAsync());
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task Closing_says_so_before_the_connection_underneath_ends()
    {
        await using ConnectedPair pair = await OpenAsync();
        await pair.Server.SendAllAsync("all"u8.ToArray());
        await pair.Server.DisposeAsync();
        byte[] buffer = new byte[100];
        Assert.Equal(3, await pair.Client.ReceiveAsync(buffer));
        Assert.Equal(0, await pair.Client.ReceiveAsync(buffer));
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task The_peers_end_is_told_once_ours_has_gone()
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair(Narrow);
        await using ConnectedPair pair = await TlsPair.OverAsync(client, server);

        // The tickets by which a session could be resumed come before, and then there is no room for a close_notify.
        await pair.Server.SendAllAsync(new byte[1]);
        Assert.Equal(1, await pair.Client.ReceiveAsync(new byte[8]));
        await pair.Server.SendAllAsync(new byte[2016]);
        pair.Client.ShutdownSend();
        pair.Server.ShutdownSend();
        using CancellationTokenSource cancellation = new();
        Task<bool> cancelled = pair.Server.WaitForDataAsync(cancellation.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<int> receiving = pair.Server.ReceiveAsync(new byte[8]).AsTask();
        Assert.False(receiving.IsCompleted);
        Assert.Equal(2016, await ReceiveToEndAsync(pair.Client));
        Assert.Equal(0, await receiving.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(await pair.Server.WaitForDataAsync());
    }

    [Fact]
    [Rfc("9112", "9.8")]
    public async Task A_client_that_has_ended_and_not_read_yet_is_sent_a_close_notify()
    {
        int size = 0;
        await using HttpServer server = new([], exchange => exchange.Response.WriteAsync(new byte[size]))
        {
            Options = new HttpServerOptions { Certificates = [TestCertificates.Local] },
        };
        await server.StartAsync();
        for (size = 1700; size < 2000; size += 8)
        {
            // For some of these sizes there is room for the answer and not for the alert that follows it.
            (MemoryConnection client, MemoryConnection served) = MemoryConnection.CreatePair(Narrow);
            Assert.True(await server.AdmitAsync(served, secure: true));
            await using TlsConnection connection = await TlsConnection.ConnectAsync(client, TlsPair.ClientOptions());
            await new RawClient(connection).AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await connection.SendAllAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            connection.ShutdownSend();
            Assert.InRange(await ReceiveToEndAsync(connection), size + 1, int.MaxValue);
        }
    }

    [Fact]
    public async Task What_a_wait_has_found_is_received_whole_in_whatever_pieces()
    {
        await using ConnectedPair pair = await OpenAsync();
        byte[] sent = new byte[50_000];
        new Random(1).NextBytes(sent);
        Task sending = pair.Client.SendAllAsync(sent).AsTask();
        byte[] received = new byte[sent.Length];
        int at = 0;
        for (int piece = 1; at < sent.Length; piece = (piece * 7 % 6007) + 1)
        {
            Assert.True(await pair.Server.WaitForDataAsync());
            at += await pair.Server.ReceiveAsync(received.AsMemory(at, Math.Min(piece, sent.Length - at)));
        }

        await sending;
        Assert.Equal(sent, received);
    }

    /// <summary>The one who ends and the one who receives are two threads, and OpenSSL locks nothing between them.</summary>
    [Fact]
    public async Task Ending_while_the_other_side_sends_takes_no_harm()
    {
        for (int round = 0; round < 200; round++)
        {
            await using ConnectedPair pair = await OpenAsync();
            Task<int> receiving = ReceiveToEndAsync(pair.Server);
            Task ending = Task.Run(pair.Server.ShutdownSend);
            for (int record = 0; record < 20; record++)
            {
                await pair.Client.SendAllAsync(new byte[100]);
            }

            pair.Client.ShutdownSend();
            await ending;
            Assert.Equal(2000, await receiving.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(0, await pair.Client.ReceiveAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    private static async Task<int> ReceiveToEndAsync(Connection connection)
    {
        int total = 0;
        byte[] buffer = new byte[1000];
        for (int received; (received = await connection.ReceiveAsync(buffer)) > 0;)
        {
            total += received;
        }

        return total;
    }

    private static async Task<ConnectedPair> OpenAsync()
    {
        (MemoryConnection client, MemoryConnection server) = MemoryConnection.CreatePair();
        return await TlsPair.OverAsync(client, server);
    }
}
