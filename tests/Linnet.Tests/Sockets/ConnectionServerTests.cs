// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Linnet.Tests.Connections.Memory;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class ConnectionServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly EndpointAddress Anywhere = EndpointAddress.Parse("127.0.0.1:0");

    public static TheoryData<SocketError> AcceptErrors =>
    [
        SocketError.TooManyOpenSockets, SocketError.NoBufferSpaceAvailable, SocketError.ConnectionAborted,
        SocketError.ConnectionReset, SocketError.Interrupted, SocketError.WouldBlock, SocketError.ProtocolNotSupported,
        SocketError.NetworkDown, SocketError.SystemNotReady, SocketError.SocketError, SocketError.OperationAborted,
    ];

    [Theory]
    [Attack("FT-02")]
    [MemberData(nameof(AcceptErrors))]
    public async Task Accepts_again_after_every_error(SocketError error)
    {
        using var listener = new ScriptedListener();
        var failures = new ConcurrentQueue<Exception>();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            TimeProvider = new ImpatientClock(),
            AcceptFailed = (_, failure) => failures.Enqueue(failure),
        }, listener);
        listener.Fail(error);
        listener.Fail(error);
        await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(pair.Server);
        await pair.Client.ExpectEchoAsync([1, 2, 3]);
        Assert.Equal(2, failures.Count);
    }

    [Fact]
    [Attack("FT-02")]
    public async Task Accepts_again_after_what_should_never_happen_and_a_callback_that_fails()
    {
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            TimeProvider = new ImpatientClock(),
            AcceptFailed = (_, _) => throw new InvalidOperationException("in the callback"),
        }, listener);
        listener.Fail(new OutOfMemoryException());
        listener.Fail(new ObjectDisposedException("socket"));
        await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(pair.Server);
        await pair.Client.ExpectEchoAsync([1]);
    }

    [Fact]
    [Attack("FT-03")]
    public async Task Accepts_again_after_a_connection_that_there_was_no_memory_for()
    {
        using var listener = new ScriptedListener();
        var failures = new ConcurrentQueue<Exception>();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            MaxConnections = 1,
            HandlerFailed = (_, failure) => failures.Enqueue(failure),
        }, listener);
        await using FaultyConnection lost = new() { BeginFailure = new OutOfMemoryException() };
        listener.Give(lost);
        await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(pair.Server);
        await pair.Client.ExpectEchoAsync([1, 2, 3]);
        Assert.True(lost.IsAborted);
        Assert.IsType<OutOfMemoryException>(Assert.Single(failures));
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    [Attack("FT-03")]
    public async Task Resets_who_was_accepted_and_could_not_be_served_and_keeps_the_place()
    {
        using var listener = new ScriptedListener();
        var failures = new ConcurrentQueue<Exception>();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            MaxConnections = 1,
            TimeProvider = new ImpatientClock(),
            AcceptFailed = (_, failure) => failures.Enqueue(failure),
        }, listener);
        await using FaultyConnection lost = new() { BeginFailure = new InvalidOperationException("between accepting and serving") };
        listener.Give(lost);
        await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(pair.Server);
        await pair.Client.ExpectEchoAsync([1, 2, 3]).WaitAsync(Patience);
        Assert.True(lost.IsAborted);
        Assert.Same(lost.BeginFailure, Assert.Single(failures));
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    [Attack("FT-03")]
    public async Task Accepts_again_after_a_failure_to_look_for_room()
    {
        using var listener = new ScriptedListener();
        var failures = new ConcurrentQueue<Exception>();
        listener.FailRoom(new OutOfMemoryException());
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            TimeProvider = new ImpatientClock(),
            AcceptFailed = (_, failure) => failures.Enqueue(failure),
        }, listener);
        await using ConnectedPair pair = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(pair.Server);
        await pair.Client.ExpectEchoAsync([1, 2, 3]).WaitAsync(Patience);
        Assert.IsType<OutOfMemoryException>(Assert.Single(failures));
    }

    [Fact]
    [Attack("FT-02")]
    public async Task An_error_that_stays_is_waited_on_ever_longer_and_not_spun_on()
    {
        var clock = new ImpatientClock();
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new() { TimeProvider = clock }, listener);
        for (int i = 0; i < 16 + 9; i++)
        {
            listener.Fail(SocketError.ConnectionAborted);
        }

        await Eventually.TrueAsync(() => listener.AcceptCount == 16 + 9 + 1);
        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 1000], clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    [Attack("FT-01")]
    public async Task Out_of_descriptors_it_serves_those_it_has_and_accepts_as_soon_as_one_leaves()
    {
        // A clock that stands still: only the departure can wake the loop.
        var clock = new FakeTimeProvider();
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new() { TimeProvider = clock }, listener);
        await using ConnectedPair first = await ConnectedPair.OpenAcceptedAsync();
        await using ConnectedPair second = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(first.Server);
        await first.Client.ExpectEchoAsync([1]);
        listener.Fail(SocketError.TooManyOpenSockets);
        listener.Give(second.Server);
        await Eventually.TrueAsync(() => listener.GivenCount == 2);
        await first.Client.ExpectEchoAsync([2]);
        Assert.Equal(2, listener.AcceptCount);

        first.Client.ShutdownSend();
        await second.Client.ExpectEchoAsync([3]);
    }

    [Fact]
    [Attack("FT-01")]
    public async Task Short_of_descriptors_it_accepts_nobody_until_there_is_room()
    {
        using var listener = new ScriptedListener();
        var failures = new ConcurrentQueue<Exception>();
        await using ConnectionServer server = Start(EchoServing.EchoAsync, new()
        {
            TimeProvider = new ImpatientClock(),
            AcceptFailed = (_, failure) => failures.Enqueue(failure),
        }, listener);
        await using ConnectedPair first = await ConnectedPair.OpenAcceptedAsync();
        await using ConnectedPair second = await ConnectedPair.OpenAcceptedAsync();
        await Eventually.TrueAsync(() => listener.AcceptCount == 1);
        listener.Room = false;
        listener.Give(first.Server);
        listener.Give(second.Server);
        await first.Client.ExpectEchoAsync([1]).WaitAsync(Patience);
        await Eventually.TrueAsync(() => !failures.IsEmpty);
        Task waiting = second.Client.ExpectEchoAsync([2]);
        await first.Client.ExpectEchoAsync([3]);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, listener.AcceptCount);

        // Whoever in the process gave descriptors back, without any connection of this server leaving.
        listener.Room = true;
        await waiting.WaitAsync(Patience);
        Assert.Single(failures);
    }

    [Fact]
    [Attack("FT-01")]
    public async Task Without_memory_for_a_timer_it_tries_again_though_nobody_leaves()
    {
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start(
            EchoServing.EchoAsync, new() { TimeProvider = new BrokenClock() }, listener);
        await using ConnectedPair first = await ConnectedPair.OpenAcceptedAsync();
        await using ConnectedPair second = await ConnectedPair.OpenAcceptedAsync();
        listener.Give(first.Server);
        await first.Client.ExpectEchoAsync([1]);
        listener.Fail(new OutOfMemoryException());
        listener.Give(second.Server);
        await second.Client.ExpectEchoAsync([2]).WaitAsync(TimeSpan.FromSeconds(30));
        await first.Client.ExpectEchoAsync([3]);
        first.Client.ShutdownSend();
        second.Client.ShutdownSend();
        await Eventually.TrueAsync(() => server.ConnectionCount == 0);
    }

    [Fact]
    public async Task Without_memory_for_a_timer_nor_anybody_who_could_leave_it_tries_again()
    {
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start(
            EchoServing.EchoAsync, new() { TimeProvider = new BrokenClock() }, listener);
        await using ConnectedPair only = await ConnectedPair.OpenAcceptedAsync();
        listener.Fail(new OutOfMemoryException());
        listener.Give(only.Server);
        await only.Client.ExpectEchoAsync([1]).WaitAsync(TimeSpan.FromSeconds(30));
        only.Client.ShutdownSend();
        await Eventually.TrueAsync(() => server.ConnectionCount == 0);
    }

    [Fact]
    [Attack("RL-04")]
    public async Task At_the_cap_clients_wait_until_one_leaves()
    {
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync)
        {
            Options = new() { MaxConnections = 2 },
        };
        server.Start();
        string address = EchoServing.AddressOf(server);
        var connections = new List<Connection>();
        for (int i = 0; i < 5; i++)
        {
            connections.Add(await Connector.ConnectAsync(address));
        }

        await connections[0].ExpectEchoAsync([0]);
        await connections[1].ExpectEchoAsync([1]);
        Task third = connections[2].ExpectEchoAsync([2]);
        Task fourth = connections[3].ExpectEchoAsync([3]);
        await connections[0].ExpectEchoAsync([4]);
        Assert.False(third.IsCompleted);
        Assert.False(fourth.IsCompleted);
        Assert.Equal(2, server.ConnectionCount);

        await connections[0].DisposeAsync();
        await third;
        Assert.Equal(2, server.ConnectionCount);
        connections.ForEach(connection => connection.Abort());
    }

    [Fact]
    public async Task The_last_place_goes_to_whichever_listener_has_a_client()
    {
        await using var server = new TcpServer("localhost:0", EchoServing.EchoAsync)
        {
            Options = new() { MaxConnections = 1 },
        };
        server.Start();
        foreach (EndPoint endPoint in server.BoundEndPoints.Concat(server.BoundEndPoints))
        {
            await using Connection connection = await Connector.ConnectAsync($"{endPoint}");
            await connection.ExpectEchoAsync([1]);
        }
    }

    [Fact]
    public async Task Stop_waits_for_handlers_until_the_deadline_and_then_resets()
    {
        var clock = new FakeTimeProvider();
        var told = new TaskCompletionSource();
        await using var server = new TcpServer("127.0.0.1:0", async (connection, stopping) =>
        {
            await connection.WaitForDataAsync(CancellationToken.None);
            await using CancellationTokenRegistration telling = stopping.Register(told.SetResult);
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        })
        {
            Options = new() { TimeProvider = clock },
        };
        server.Start();
        await using Connection client = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await client.SendAllAsync(new byte[1]);
        await Eventually.TrueAsync(() => server.ConnectionCount == 1);
        Task<int> stopped = server.StopAsync(TimeSpan.FromSeconds(30)).AsTask();
        await told.Task;
        Assert.False(stopped.IsCompleted);

        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return stopped.IsCompleted;
        });
        Assert.Equal(1, await stopped);
        await Assert.ThrowsAsync<IOException>(async () => await client.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task Stop_lets_a_handler_finish_its_answer()
    {
        var started = new TaskCompletionSource();
        await using var server = new TcpServer("127.0.0.1:0", async (connection, stopping) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.SendAllAsync("bye"u8.ToArray(), CancellationToken.None);
        });
        server.Start();
        await using Connection client = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await started.Task;
        Assert.Equal(0, await server.StopAsync(TimeSpan.FromSeconds(30)));
        byte[] answer = new byte[3];
        await client.ReceiveExactlyAsync(answer);
        Assert.Equal("bye"u8.ToArray(), answer);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
    }

    [Fact]
    [Attack("DR-01")]
    public async Task A_connection_that_waits_for_a_place_at_the_stop_is_served()
    {
        // Both accept for the one place, and it stays taken until the stop is over.
        TaskCompletionSource release = new();
        using var first = new ScriptedListener();
        using var second = new ScriptedListener();
        await using var server = new ConnectionServer(
            [Anywhere],
            new SocketServerOptions { MaxConnections = 1 },
            async (connection, _) =>
            {
                await connection.SendAllAsync(new byte[] { 7 }, CancellationToken.None);
                await release.Task;
            },
            (_, _) => [first, second]);
        server.Start();
        await Eventually.TrueAsync(() => first.AcceptCount == 1 && second.AcceptCount == 1);
        await using ConnectedPair served = await ConnectedPair.OpenAcceptedAsync();
        await using ConnectedPair waiting = await ConnectedPair.OpenAcceptedAsync();
        first.Give(served.Server);
        await served.Client.ReceiveExactlyAsync(new byte[1]).WaitAsync(Patience);
        second.Give(waiting.Server);
        await Eventually.TrueAsync(() => second.GivenCount == 1);
        Assert.Equal(1, server.ConnectionCount);
        Task<int> stop = server.StopAsync(TimeSpan.FromSeconds(30)).AsTask();
        await waiting.Client.ReceiveExactlyAsync(new byte[1]).WaitAsync(Patience);
        release.SetResult();
        Assert.Equal(0, await stop.WaitAsync(Patience));
        Assert.Equal(0, await served.Client.ReceiveAsync(new byte[1]));
        Assert.Equal(0, await waiting.Client.ReceiveAsync(new byte[1]));
        Assert.True(first.IsDisposed);
        Assert.True(second.IsDisposed);
    }

    [Fact]
    public async Task A_connection_from_elsewhere_that_waits_for_a_place_at_the_stop_is_reset()
    {
        TaskCompletionSource release = new();
        using var listener = new ScriptedListener();
        await using ConnectionServer server = Start((_, _) => release.Task, new() { MaxConnections = 1 }, listener);
        await using ConnectedPair served = await ConnectedPair.OpenAcceptedAsync();
        await using ConnectedPair waiting = await ConnectedPair.OpenAcceptedAsync();
        Assert.True(await server.AdmitAsync(served.Server));
        Task<bool> admitted = server.AdmitAsync(waiting.Server);
        Task<int> stop = server.StopAsync(TimeSpan.FromSeconds(30)).AsTask();
        Assert.False(await admitted.WaitAsync(Patience));
        await Assert.ThrowsAsync<IOException>(async () => await waiting.Client.ReceiveAsync(new byte[1]));
        release.SetResult();
        Assert.Equal(0, await stop.WaitAsync(Patience));
    }

    [Fact]
    public async Task When_the_second_address_cannot_be_bound_the_first_is_released()
    {
        await using var other = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        other.Start();
        EndpointAddress taken = EndpointAddress.Parse(EchoServing.AddressOf(other));
        using var listener = new ScriptedListener();
        await using var server = new ConnectionServer(
            [Anywhere, taken],
            new SocketServerOptions(),
            EchoServing.EchoAsync,
            (address, options) => ReferenceEquals(address, Anywhere) ? [listener] : StreamListener.Listen(address, options));
        EndpointException failure = Assert.Throws<EndpointException>(server.Start);
        Assert.Same(taken, failure.Address);
        Assert.True(listener.IsDisposed);
        Assert.Empty(server.BoundEndPoints);

        // Nothing is left half started: once the address is free, the same server starts.
        await other.StopAsync(TimeSpan.Zero);
        server.Start();
        Assert.Equal(2, server.BoundEndPoints.Count);
    }

    [Fact]
    public async Task Several_addresses_are_served_by_one_server()
    {
        await using var server = new ConnectionServer(
            [Anywhere, EndpointAddress.Parse("[::1]:0")], new SocketServerOptions(), EchoServing.EchoAsync);
        server.Start();
        foreach (EndPoint endPoint in server.BoundEndPoints)
        {
            await using Connection connection = await Connector.ConnectAsync($"{endPoint}");
            await connection.ExpectEchoAsync([1]);
        }

        Assert.Equal(2, server.BoundEndPoints.Count);
    }

    [Fact]
    public void A_host_name_is_refused_when_the_server_is_constructed()
    {
        FormatException refusal = Assert.Throws<FormatException>(() => new ConnectionServer(
            [EndpointAddress.Parse("http://example.com")], new SocketServerOptions(), EchoServing.EchoAsync));
        Assert.Contains("'example.com' is a name", refusal.Message);
    }

    private static ConnectionServer Start(
        Func<Connection, CancellationToken, Task> handler, SocketServerOptions options, ScriptedListener listener)
    {
        var server = new ConnectionServer([Anywhere], options, handler, (_, _) => [listener]);
        server.Start();
        return server;
    }

    /// <summary>A clock without memory for timers.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            throw new OutOfMemoryException();
        }
    }
}
