// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class UdpServerTests
{
    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1")]
    [InlineData("udp://[::1]:0", "[::1]")]
    [InlineData("*:0", "127.0.0.1")]
    [InlineData("*:0", "[::1]")]
    [InlineData("localhost:0", "[::1]")]
    [InlineData("localhost:0", "localhost")]
    public async Task Replies_to_the_sender(string address, string host)
    {
        EndPoint? sender = null;
        await using var server = new UdpServer(address, (datagram, stopping) =>
        {
            sender = datagram.RemoteEndPoint;
            return EchoAsync(datagram, stopping);
        });
        server.Start();
        await using DatagramClient client = await Connector.ConnectUdpAsync($"{host}:{PortOf(server)}");
        await ExpectEchoAsync(client, [1, 2, 3]);
        // Also through a dual-stack socket, an IPv4 sender is shown as one.
        Assert.Equal(client.LocalEndPoint, sender);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1472)]
    [InlineData(65_507)]
    public async Task Carries_datagrams_up_to_the_largest(int length)
    {
        byte[] payload = new byte[length];
        new Random(length).NextBytes(payload);
        foreach (string address in (string[])["127.0.0.1:0", "[::1]:0"])
        {
            await using var server = new UdpServer(address, EchoAsync);
            server.Start();
            await using DatagramClient client = await Connector.ConnectUdpAsync($"{server.BoundEndPoints[0]}");
            await ExpectEchoAsync(client, payload);
        }
    }

    [Fact]
    public async Task A_larger_datagram_is_the_programmers_fault()
    {
        await using var server = new UdpServer("127.0.0.1:0", EchoAsync);
        server.Start();
        await using DatagramClient client = await Connector.ConnectUdpAsync($"{server.BoundEndPoints[0]}");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await client.SendAsync(new byte[Datagram.LargestPayload + 1]));
        await ExpectEchoAsync(client, [1]);
    }

    [Fact]
    public async Task A_client_of_a_port_nobody_listens_on_is_told_so()
    {
        await using var server = new UdpServer("127.0.0.1:0", EchoAsync);
        server.Start();
        string address = $"udp://{server.BoundEndPoints[0]}";
        await server.StopAsync(TimeSpan.Zero);
        await using DatagramClient client = await Connector.ConnectUdpAsync(address);
        await client.SendAsync(new byte[1]);
        EndpointException failure = await Assert.ThrowsAsync<EndpointException>(
            async () => await client.ReceiveAsync(new byte[1]));
        Assert.Equal(
            $"Cannot connect to {address}: connection refused. Start the server, or check host and port.",
            failure.Message);
    }

    [Fact]
    public async Task Clients_that_left_before_the_reply_do_not_disturb_the_others()
    {
        await using var server = new UdpServer("127.0.0.1:0", EchoAsync);
        server.Start();
        string address = $"{server.BoundEndPoints[0]}";
        for (int i = 0; i < 50; i++)
        {
            await using DatagramClient gone = await Connector.ConnectUdpAsync(address);
            await gone.SendAsync(new byte[10]);
        }

        await using DatagramClient client = await Connector.ConnectUdpAsync(address);
        await ExpectEchoAsync(client, [1]);
    }

    [Theory]
    [Attack("FT-02")]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [InlineData(SocketError.MessageSize)]
    [InlineData(SocketError.SocketError)]
    public async Task Receives_again_after_every_error(SocketError error)
    {
        using var socket = new ScriptedDatagramSocket();
        var failures = new ConcurrentQueue<Exception>();
        await using UdpServer server = Start(socket, EchoAsync, new()
        {
            TimeProvider = new ImpatientClock(),
            ReceiveFailed = (_, failure) =>
            {
                failures.Enqueue(failure);
                throw new InvalidOperationException("in the callback");
            },
        });
        socket.Fail(new SocketException((int)error));
        socket.Fail(new OutOfMemoryException());
        socket.Give(7);
        Assert.Equal([7], await socket.NextSentAsync());
        Assert.Equal(2, failures.Count);
    }

    [Fact]
    [Attack("FT-02")]
    public async Task An_error_that_stays_is_waited_on_ever_longer_and_not_spun_on()
    {
        var clock = new ImpatientClock();
        using var socket = new ScriptedDatagramSocket();
        await using UdpServer server = Start(socket, EchoAsync, new() { TimeProvider = clock });
        for (int i = 0; i < 4; i++)
        {
            socket.Fail(new SocketException((int)SocketError.NoBufferSpaceAvailable));
        }

        await Eventually.TrueAsync(() => socket.ReceiveCount == 5);
        Assert.Equal([5, 10, 20, 40], clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_handler_that_fails_at_once_or_later_concerns_its_own_datagram_only()
    {
        using var socket = new ScriptedDatagramSocket();
        var failures = new ConcurrentQueue<string>();
        await using UdpServer server = Start(socket, async (datagram, stopping) =>
        {
            if (datagram.Payload.Span[0] == 2)
            {
                await Task.Yield();
            }

            if (datagram.Payload.Span[0] < 3)
            {
                throw new InvalidOperationException($"{datagram.Payload.Span[0]}");
            }

            await EchoAsync(datagram, stopping);
        }, new()
        {
            HandlerFailed = (_, failure) =>
            {
                failures.Enqueue(failure.Message);
                throw new InvalidOperationException("in the callback");
            },
        });
        socket.Give(1);
        socket.Give(2);
        socket.Give(3);
        Assert.Equal([3], await socket.NextSentAsync());
        await Eventually.TrueAsync(() => failures.Count == 2);
        Assert.Equal(["1", "2"], failures.Order());
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_does_not_hold_up_the_next_datagram()
    {
        using var release = new ManualResetEventSlim();
        using var socket = new ScriptedDatagramSocket();
        await using UdpServer server = Start(socket, async (datagram, stopping) =>
        {
            if (datagram.Payload.Span[0] == 1)
            {
                release.Wait(stopping);
            }

            await EchoAsync(datagram, stopping);
        }, new());
        socket.Give(1);
        socket.Give(2);
        Assert.Equal([2], await socket.NextSentAsync());
        release.Set();
        Assert.Equal([1], await socket.NextSentAsync());
    }

    [Fact]
    public async Task No_more_handlers_run_at_once_than_there_are_places()
    {
        using var socket = new ScriptedDatagramSocket();
        int running = 0;
        using var release = new SemaphoreSlim(0);
        await using UdpServer server = Start(socket, async (datagram, stopping) =>
        {
            Interlocked.Increment(ref running);
            await release.WaitAsync(stopping);
            Interlocked.Decrement(ref running);
            await EchoAsync(datagram, stopping);
        }, new() { MaxConcurrentDatagrams = 2 });
        for (byte i = 0; i < 5; i++)
        {
            socket.Give(i);
        }

        // The third has been received and waits for a place; nothing is received behind it.
        await Eventually.TrueAsync(() => Volatile.Read(ref running) == 2 && socket.ReceiveCount == 3);
        release.Release(5);
        byte[] answers = new byte[5];
        for (int i = 0; i < 5; i++)
        {
            answers[i] = (await socket.NextSentAsync())[0];
        }

        Assert.Equal(new byte[] { 0, 1, 2, 3, 4 }, answers.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_never_ends_loses_its_place_to_the_next_datagram(bool obeysItsToken)
    {
        var clock = new FakeTimeProvider();
        using var socket = new ScriptedDatagramSocket();
        var failed = new TaskCompletionSource<Exception>();
        await using UdpServer server = Start(socket, async (datagram, stopping) =>
        {
            if (datagram.Payload.Span[0] == 1)
            {
                await Task.Delay(Timeout.Infinite, obeysItsToken ? stopping : CancellationToken.None);
            }

            await EchoAsync(datagram, stopping);
        }, new()
        {
            MaxConcurrentDatagrams = 1,
            TimeProvider = clock,
            HandlerFailed = (_, failure) => failed.SetResult(failure),
        });
        socket.Give(1);
        socket.Give(2);
        ValueTask<byte[]> answer = socket.NextSentAsync();
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return failed.Task.IsCompleted;
        });
        Assert.Equal([2], await answer);
        Assert.IsType<TimeoutException>(await failed.Task);
    }

    [Fact]
    public async Task Stop_waits_for_handlers_which_may_still_reply()
    {
        using var socket = new ScriptedDatagramSocket();
        var started = new TaskCompletionSource();
        await using UdpServer server = Start(socket, async (datagram, stopping) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EchoAsync(datagram, CancellationToken.None);
        }, new());
        socket.Give(5);
        await started.Task;
        Assert.Equal(0, await server.StopAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal([5], await socket.NextSentAsync());
        Assert.Throws<InvalidOperationException>(server.Start);
    }

    [Fact]
    public async Task Stop_counts_the_handlers_that_were_left_running()
    {
        Datagram? kept = null;
        await using var server = new UdpServer("127.0.0.1:0", (datagram, _) =>
        {
            kept = datagram;
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        });
        server.Start();
        await using DatagramClient client = await Connector.ConnectUdpAsync($"{server.BoundEndPoints[0]}");
        await client.SendAsync(new byte[1]);
        await Eventually.TrueAsync(() => Volatile.Read(ref kept) is not null);
        Assert.Equal(1, await server.StopAsync(TimeSpan.Zero));
        await Assert.ThrowsAsync<IOException>(async () => await kept!.ReplyAsync(new byte[1]));
    }

    [Fact]
    public async Task A_port_in_use_is_explained_and_can_be_bound_again_after_the_stop()
    {
        await using var first = new UdpServer("127.0.0.1:0", EchoAsync);
        first.Start();
        string address = $"udp://{first.BoundEndPoints[0]}";
        await using var second = new UdpServer(address, EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(second.Start);
        Assert.Contains($"Cannot listen on {address}: the port is in use", failure.Message);
        await first.StopAsync(TimeSpan.Zero);
        second.Start();
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:1")]
    [InlineData("unix:/run/app.sock")]
    [InlineData("example.com:1")]
    public void Refuses_an_address_that_is_not_for_UDP_servers(string address)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => new UdpServer(address, EchoAsync));
        Assert.Contains("127.0.0.1:", refusal.Message);
    }

    private static Task EchoAsync(Datagram datagram, CancellationToken stopping)
    {
        return datagram.ReplyAsync(datagram.Payload, stopping).AsTask();
    }

    private static UdpServer Start(
        ScriptedDatagramSocket socket, Func<Datagram, CancellationToken, Task> handler, UdpServerOptions options)
    {
        var server = new UdpServer("127.0.0.1:0", handler, _ => [socket]) { Options = options };
        server.Start();
        return server;
    }

    private static int PortOf(UdpServer server)
    {
        int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
        Assert.All(server.BoundEndPoints, endPoint => Assert.Equal(port, ((IPEndPoint)endPoint).Port));
        return port;
    }

    private static async Task ExpectEchoAsync(DatagramClient client, byte[] payload)
    {
        byte[] answer = new byte[Datagram.LargestPayload + 1];
        await client.SendAsync(payload);
        int received = await client.ReceiveAsync(answer);
        Assert.Equal(payload, answer[..received]);
    }
}
