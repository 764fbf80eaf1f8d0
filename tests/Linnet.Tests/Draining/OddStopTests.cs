// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>Servers that are stopped in ways that nobody who wrote them thought of first.</summary>
public sealed class OddStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50)]
    [InlineData(100_000)]
    public async Task A_deadline_may_be_longer_than_a_timer_can_be(int days)
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(
            handler.WaitThenAnswerAsync, new HttpServerOptions { StopDeadline = TimeSpan.FromDays(days) });
        Task<string> answer = server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        Assert.False(stopping.IsCompleted);
        handler.GoOn();
        Assert.Equal(StopReport.Nothing, await stopping.WaitAsync(Patience, Cancelled));
        Assert.StartsWith("HTTP/1.1 200", await answer);
        Assert.False(server.Server.IsRunning);
    }

    [Fact]
    public async Task A_lame_duck_is_cut_short_by_another_stop()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            DrainHandler.Answer, new HttpServerOptions { LameDuck = TimeSpan.FromDays(1) });
        Task<StopReport> patient = server.Server.StopAsync();
        Assert.Contains("hello", await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        Assert.False(patient.IsCompleted);
        await server.Server.StopAsync(TimeSpan.Zero).WaitAsync(Patience, Cancelled);
        await patient.WaitAsync(Patience, Cancelled);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new HttpServerOptions { LameDuck = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) });
    }

    [Fact]
    public async Task A_callback_that_fails_when_the_server_stops_is_told_of_and_keeps_nobody()
    {
        ConcurrentQueue<Exception> failures = new();
        InvalidOperationException thrown = new("in a callback");
        await using RunningServer server = await RunningServer.StartAsync(
            exchange =>
            {
                exchange.Stopping.UnsafeRegister(_ => throw thrown, null);
                return exchange.Response.WriteAsync("registered");
            },
            new HttpServerOptions { HandlerFailed = failures.Enqueue });
        await using Connection client = await server.ConnectAsync();
        await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await RunningServer.ReadUntilAsync(client, "registered");
        await server.Server.StopAsync().WaitAsync(Patience, Cancelled);
        Assert.False(server.Server.IsRunning);
        Assert.Same(thrown, Assert.Single(Assert.IsType<AggregateException>(Assert.Single(failures)).InnerExceptions));
        await server.Server.StartAsync(Cancelled);
        Assert.True(server.Server.IsReady);
    }

    [Fact]
    public async Task A_callback_that_fails_when_a_raw_server_stops_keeps_nobody()
    {
        await using TcpServer server = new("127.0.0.1:0", (connection, stopping) =>
        {
            stopping.UnsafeRegister(static _ => throw new InvalidOperationException("in a callback"), null);
            return EchoServing.EchoAsync(connection, stopping);
        });
        server.Start();
        await using Connection client = await Connector.ConnectAsync(EchoServing.AddressOf(server), Cancelled);
        await client.ExpectEchoAsync([1]);
        client.ShutdownSend();
        Assert.Equal(0, await server.StopAsync(Patience));
        await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync(EchoServing.AddressOf(server), Cancelled));
    }

    [Fact]
    public async Task A_callback_that_fails_when_a_datagram_server_stops_keeps_nobody()
    {
        TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using UdpServer server = new("127.0.0.1:0", async (_, stopping) =>
        {
            stopping.UnsafeRegister(static _ => throw new InvalidOperationException("in a callback"), null);
            registered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        });
        server.Start();
        using System.Net.Sockets.UdpClient client = new();
        await client.SendAsync(new byte[] { 1 }, (IPEndPoint)server.BoundEndPoints[0], Cancelled);
        await registered.Task.WaitAsync(Patience, Cancelled);
        Assert.Equal(0, await server.StopAsync(Patience));
    }

    [Fact]
    public async Task Who_runs_a_server_goes_on_when_somebody_else_has_stopped_it()
    {
        await using HttpServer server = new("http://127.0.0.1:0", DrainHandler.Answer);
        Task running = server.RunAsync(Cancelled);
        Assert.True(server.IsReady);
        Task stopping = server.StopAsync();
        await running.WaitAsync(Patience, Cancelled);

        // It can be run again at once, and with no token to end it.
        running = server.RunAsync(CancellationToken.None);
        Assert.True(server.IsReady);
        await server.DisposeAsync();
        await running.WaitAsync(Patience, Cancelled);
        await stopping;
    }

    [Fact]
    public async Task Who_runs_a_server_waits_for_as_long_as_whoever_stops_it()
    {
        DrainHandler handler = new();
        await using HttpServer server =
            new("http://127.0.0.1:0", handler.WaitThenAnswerAsync) { Options = new() { StopDeadline = TimeSpan.Zero } };
        Task running = server.RunAsync(Cancelled);
        using HttpClient client = new() { BaseAddress = new Uri($"http://{server.BoundEndPoints[0]}") };
        Task<string> answer = client.GetStringAsync("/", Cancelled);
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.StopAsync(Patience);
        Assert.False(running.IsCompleted);
        handler.GoOn();
        Assert.Equal(StopReport.Nothing, await stopping);
        await running.WaitAsync(Patience, Cancelled);
        await answer;
    }

    [Fact]
    public async Task Who_runs_a_raw_server_goes_on_when_somebody_else_has_stopped_it()
    {
        await using TcpServer streams = new("127.0.0.1:0", EchoServing.EchoAsync);
        await using UdpServer datagrams = new("127.0.0.1:0", static (_, _) => Task.CompletedTask);
        Task[] running = [streams.RunAsync(Cancelled), datagrams.RunAsync(Cancelled)];
        Assert.DoesNotContain(running, one => one.IsCompleted);
        await streams.StopAsync(Patience);
        await datagrams.StopAsync(Patience);
        await Task.WhenAll(running).WaitAsync(Patience, Cancelled);
    }

    [Fact]
    public async Task A_stop_that_ends_late_takes_nothing_from_the_next_run()
    {
        FakeTimeProvider time = new();
        await using HttpServer server = new("http://127.0.0.1:0")
        {
            Options = new() { TimeProvider = time, LameDuck = TimeSpan.FromMinutes(1) },
        };
        await server.StartAsync(Cancelled);
        Task<StopReport> late = server.StopAsync();
        await server.StopAsync(TimeSpan.Zero);
        await using IAsyncEnumerator<HttpExchange> pulled = server.AcceptAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        Task<bool> next = pulled.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(1));
        await late.WaitAsync(Patience, Cancelled);
        using HttpClient client = new() { BaseAddress = new Uri($"http://{server.BoundEndPoints[0]}") };
        Task<string> answer = client.GetStringAsync("/", Cancelled);
        Assert.True(await next.WaitAsync(Patience, Cancelled));
        await pulled.Current.Response.WriteAsync("pulled");
        pulled.Current.Complete();
        Assert.Equal("pulled", await answer);
        await server.StopAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Many_who_stop_and_dispose_at_once_all_end_and_the_server_starts_again()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            DrainHandler handler = new();
            await using RunningServer server = await RunningServer.StartAsync(handler.WaitForAbortAsync);
            await using Connection client = await server.ConnectAsync("");
            await RunningServer.SendAsync(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await handler.Began.WaitAsync(Patience, Cancelled);
            Task[] stops =
            [
                server.Server.StopAsync(TimeSpan.MaxValue),
                .. Enumerable.Range(0, 8).Select(number => Task.Run(
                    () => number % 2 == 0 ? server.Server.StopAsync(TimeSpan.Zero) : server.Server.DisposeAsync().AsTask(),
                    Cancelled)),
            ];
            await Task.WhenAll(stops).WaitAsync(Patience, Cancelled);
            await handler.Ended.WaitAsync(Patience, Cancelled);
            await server.Server.StartAsync(Cancelled);
            Assert.True(server.Server.IsReady);
        }
    }

    [Fact]
    public async Task A_start_that_fails_at_its_second_address_leaves_the_first_free_and_comes_again()
    {
        string folder = Directory.CreateTempSubdirectory("linnet-").FullName;
        string free = $"unix:{Path.Combine(folder, "free")}";
        string taken = $"unix:{Path.Combine(folder, "taken")}";
        await using HttpServer other = new($"http://{taken}", DrainHandler.Answer);
        await other.StartAsync(Cancelled);
        await using HttpServer server = new([$"http://{free}", $"http://{taken}"], DrainHandler.Answer);
        for (int turn = 0; turn < 3; turn++)
        {
            await Assert.ThrowsAsync<EndpointException>(() => server.StartAsync(Cancelled));
            Assert.False(server.IsRunning);
            Assert.Equal(StopReport.Nothing, await server.StopAsync());
            await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync(free, Cancelled));
        }

        await other.StopAsync(TimeSpan.Zero);
        await server.StartAsync(Cancelled);
        Assert.Equal(2, server.BoundEndPoints.Count);
        await server.StopAsync(TimeSpan.Zero);
        Directory.Delete(folder, recursive: true);
    }
}
