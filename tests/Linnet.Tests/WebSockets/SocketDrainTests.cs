// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Testing;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

public sealed class SocketDrainTests
{
    [Fact]
    [Attack("WS-12")]
    [Rfc("6455", "7.4.1")]
    public async Task A_server_that_stops_says_so_to_every_socket_at_once()
    {
        await using MemoryServer server = await StartAsync(lameDuck: TimeSpan.FromSeconds(10));
        SocketClient first = await OpenAsync(server);
        SocketClient second = await OpenAsync(server);
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        await first.ExpectCloseAsync(1001, answers: true);
        await second.ExpectCloseAsync(1001, answers: true);
        await EndAsync(server, first, second);
        await FinishAsync(server, stopping);
        Assert.Equal(0, (await stopping).ConnectionsCut);
    }

    [Fact]
    [Attack("WS-12")]
    public async Task A_handler_that_only_sends_is_ended_too()
    {
        TaskCompletionSource goOn = new();
        await using MemoryServer server = await StartAsync((socket, exchange) => goOn.Task.WaitAsync(exchange.Stopping));
        SocketClient client = await OpenAsync(server);
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        await client.ExpectCloseAsync(1001, answers: true);
        await EndAsync(server, client);
        await FinishAsync(server, stopping);
        Assert.Empty(server.Failures);
    }

    [Fact]
    [Attack("WS-12")]
    public async Task A_client_that_does_not_answer_is_cut_in_its_time()
    {
        await using MemoryServer server = await StartAsync();
        SocketClient client = await OpenAsync(server);
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RawFrame.Close, (await client.ReceiveAsync()).First);
        server.Advance(4.5);
        Assert.Equal(1, server.Server.ConnectionCount);
        server.Advance(0.75);
        Assert.Equal(ConnectionEndCause.Upgraded, (await server.EndAsync()).Cause);
        await FinishAsync(server, stopping);
        Assert.Equal(0, (await stopping).ConnectionsCut);
    }

    [Fact]
    [Attack("WS-12")]
    public async Task A_handler_that_does_not_return_is_cut_off_and_counted()
    {
        TaskCompletionSource never = new();
        await using MemoryServer server = await StartAsync((_, _) => never.Task);
        SocketClient client = await OpenAsync(server);
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(RawFrame.Close, (await client.ReceiveAsync()).First);
        await FinishAsync(server, stopping);
        StopReport report = await stopping;
        Assert.Equal(1, report.ConnectionsCut);
        Assert.Equal("/", Assert.Single(report.RequestsCut).Target);
        never.SetResult();
    }

    [Fact]
    public async Task A_server_that_stops_opens_no_more_sockets()
    {
        await using MemoryServer server = await StartAsync(lameDuck: TimeSpan.FromSeconds(10));
        MemoryClient late = await server.ConnectAsync();
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        ReceivedResponse response = await late.Raw.AskAsync(SocketClient.Request + "\r\n");
        Assert.Equal(503, response.Status);
        await FinishAsync(server, stopping);
    }

    private static Task<MemoryServer> StartAsync(
        Func<ServerWebSocket, Linnet.Exchanges.HttpExchange, Task>? handler = null, TimeSpan lameDuck = default) =>
        MemoryServer.StartAsync(
            new WebSocketEndpoint(handler ?? SocketClient.EchoAsync, new WebSocketOptions()).HandleAsync, lameDuck: lameDuck);

    private static async Task<SocketClient> OpenAsync(MemoryServer server) =>
        await SocketClient.OpenAsync((await server.ConnectAsync()).Raw.Connection);

    /// <summary>Closes the clients' ends and waits for the server's, while the clock stands.</summary>
    private static async Task EndAsync(MemoryServer server, params SocketClient[] clients)
    {
        foreach (SocketClient client in clients)
        {
            await client.CloseAsync();
            await server.EndAsync();
        }
    }

    /// <summary>Moves the clock until the server has stopped.</summary>
    private static Task FinishAsync(MemoryServer server, Task stopping) => Eventually.TrueAsync(() =>
    {
        server.Advance(0.25);
        return stopping.IsCompleted;
    });
}
