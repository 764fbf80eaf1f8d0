// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>
/// A stop finds a connection in every state it can be in: what has been received is answered, what has not is closed in
/// order, the report is empty, and the server starts again.
/// </summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_connection_that_was_never_used_has_a_moment_and_is_closed()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(0.75);
        await client.Raw.ExpectQuietAsync();
        server.Advance(0.5);
        await ExpectDrainedAsync(server, client, stopping);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_and_a_request_that_crosses_the_end_meets_no_reset()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.AskAsync(Requests.Get());
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(1.25);
        await client.Raw.SendAsync(Requests.Get("/late"));
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    [Rfc("9112", "9.6")]
    public async Task A_request_within_the_moment_is_answered_with_close()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.AskAsync(Requests.Get());
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(0.75);
        Assert.True((await client.Raw.AskAsync(Requests.Get())).SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 2);
    }

    [Fact]
    public async Task Half_a_head_is_waited_for_and_answered()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync("GET / HTTP/1.1\r\nHo");
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(10);
        ReceivedResponse response = await client.Raw.AskAsync("st: a\r\n\r\n");
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task Half_a_head_that_stays_half_is_refused_in_its_time()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync("GET / HTTP/1.1\r\nHo");
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(15.5);
        Assert.Equal(408, (await client.Raw.ReceiveAsync()).Status);
        await ExpectDrainedAsync(server, client, stopping, ConnectionEndCause.Rejected);
    }

    [Fact]
    public async Task A_running_handler_finishes_and_its_response_says_close()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.WaitThenAnswerAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.Get());
        await handler.Began;
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(20);
        handler.GoOn();
        ReceivedResponse response = await client.Raw.ReceiveAsync();
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task An_upload_half_way_is_received_to_its_end_and_answered()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.EchoAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync(Requests.PostHead(10) + "01234");
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(4);
        ReceivedResponse response = await client.Raw.AskAsync("56789");
        Assert.Equal("0123456789", response.Text);
        Assert.True(response.SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    [Rfc("9110", "10.1.1")]
    public async Task A_client_that_was_told_to_continue_may_continue()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.EchoAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync(Requests.PostHead(5, "Expect: 100-continue\r\n"));
        Assert.Equal(100, (await client.Raw.ReceiveAsync()).Status);
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(4);
        ReceivedResponse response = await client.Raw.AskAsync("01234");
        Assert.Equal("01234", response.Text);
        Assert.True(response.SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task A_client_that_waits_to_be_told_to_continue_is_told_so()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.WaitThenEchoAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.PostHead(5, "Expect: 100-continue\r\n"));
        await handler.Began;
        Task<StopReport> stopping = await server.BeginStopAsync();
        handler.GoOn();
        Assert.Equal(100, (await client.Raw.ReceiveAsync()).Status);
        Assert.Equal("01234", (await client.Raw.AskAsync("01234")).Text);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task A_response_that_is_being_streamed_is_streamed_to_its_end()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.StreamAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.Get());
        await handler.Began;
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(20);
        handler.GoOn();

        // Its head went before the stop, so only the end of the connection can say the rest.
        ReceivedResponse response = await client.Raw.ReceiveAsync();
        Assert.Equal("beginning, end", response.Text);
        Assert.False(response.SaysClose);
        server.Advance(1.25);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task A_slow_reader_gets_its_whole_response()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Large);
        MemoryClient client = await server.ConnectAsync(windowBytes: 100);
        await client.Raw.SendAsync(Requests.Get());
        await Eventually.TrueAsync(() => client.Server.IsSending);
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(4);
        Assert.Equal(DrainHandler.LargeBytes, (await client.Raw.ReceiveAsync()).Body.Length);
        server.Advance(1.25);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task Another_protocol_is_spoken_to_its_end()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.UpgradeAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync(DrainHandler.Offer);
        Assert.Equal(101, (await client.Raw.ReceiveAsync()).Status);
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(10);
        await client.Raw.SendAsync("still here");
        byte[] echo = new byte[10];
        Assert.Equal(10, await client.Raw.Connection.ReceiveAsync(echo));
        client.Raw.EndSending();
        await ExpectDrainedAsync(server, client, stopping, ConnectionEndCause.Upgraded, requests: 1);
    }

    [Fact]
    [Rfc("9112", "9.3.2"), Rfc("9112", "9.6")]
    public async Task Pipelined_requests_that_have_been_received_are_answered_and_the_last_says_close()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.WaitThenAnswerAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(string.Concat(Enumerable.Repeat(Requests.Get(), 5)));
        await handler.Began;
        Task<StopReport> stopping = await server.BeginStopAsync();
        handler.GoOn();
        for (int number = 1; number <= 5; number++)
        {
            ReceivedResponse response = await client.Raw.ReceiveAsync();
            Assert.Equal(200, response.Status);
            Assert.Equal(number == 5, response.SaysClose);
        }

        await ExpectDrainedAsync(server, client, stopping, requests: 5);
    }

    [Fact]
    public async Task Half_a_pipelined_head_is_waited_for_and_answered()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.WaitThenAnswerAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.Get() + "GET / HTTP/1.1\r\nHo");
        await handler.Began;
        Task<StopReport> stopping = await server.BeginStopAsync();
        handler.GoOn();
        Assert.False((await client.Raw.ReceiveAsync()).SaysClose);
        server.Advance(10);
        Assert.True((await client.Raw.AskAsync("st: a\r\n\r\n")).SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 2);
    }

    [Fact]
    public async Task A_proxy_that_has_sent_nothing_has_a_moment_and_is_closed()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer, DrainHandler.Proxies);
        MemoryClient client = await server.ConnectAsync();
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(0.75);
        await client.Raw.ExpectQuietAsync();
        server.Advance(0.5);
        await ExpectDrainedAsync(server, client, stopping);
    }

    [Fact]
    public async Task Half_a_PROXY_header_is_waited_for_and_the_request_behind_it_answered()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer, DrainHandler.Proxies);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync("PROXY TCP4 192.0.2.1 ");
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(10);
        ReceivedResponse response = await client.Raw.AskAsync("192.0.2.2 1 2\r\n" + Requests.Get());
        Assert.Equal(200, response.Status);
        Assert.True(response.SaysClose);
        await ExpectDrainedAsync(server, client, stopping, requests: 1);
    }

    [Fact]
    public async Task A_lingering_close_lingers_as_long_as_it_would_have()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.AskAsync(Requests.Get(lines: "Connection: close\r\n"));
        await client.Raw.ExpectEndAsync();
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(1.75);
        Assert.False(stopping.IsCompleted);
        server.Advance(0.5);
        Assert.Equal(ConnectionEndCause.RequestedByPeer, (await server.EndAsync()).Cause);
        await server.ExpectRestartAsync(stopping);
    }

    [Fact]
    public async Task A_client_that_waits_to_be_accepted_is_served()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        RawClient client = server.ConnectUnseen();
        await client.SendAsync(Requests.Get());
        Task<StopReport> stopping = await server.BeginStopAsync();
        Assert.True((await client.ReceiveAsync()).SaysClose);
        await client.ExpectEndAsync();
        await client.Connection.DisposeAsync();
        Assert.Equal(ConnectionEndCause.Drained, (await server.EndAsync()).Cause);
        Assert.Equal(0, (await stopping).ConnectionsCut);
        await server.ExpectRestartAsync(stopping);
    }

    [Fact]
    public async Task A_lame_duck_is_not_ready_and_still_accepts()
    {
        await using MemoryServer server =
            await MemoryServer.StartAsync(DrainHandler.Answer, lameDuck: TimeSpan.FromSeconds(10));
        MemoryClient before = await server.ConnectAsync();
        Task<StopReport> stopping = await server.BeginStopAsync();
        server.Advance(9);
        Assert.Equal(ConnectionEndCause.Drained, await CloseAsync(server, before));
        MemoryClient client = await server.ConnectAsync();
        Assert.True((await client.Raw.AskAsync(Requests.Get())).SaysClose);
        Assert.Equal(ConnectionEndCause.Drained, await CloseAsync(server, client));
        Assert.True(server.IsListening);
        Assert.False(stopping.IsCompleted);
        server.Advance(1.25);
        await server.ExpectRestartAsync(stopping);
    }

    private static async Task<ConnectionEndCause> CloseAsync(MemoryServer server, MemoryClient client)
    {
        await client.Raw.ExpectEndAsync();
        await client.CloseAsync();
        return (await server.EndAsync()).Cause;
    }

    private static async Task ExpectDrainedAsync(
        MemoryServer server,
        MemoryClient client,
        Task<StopReport> stopping,
        ConnectionEndCause cause = ConnectionEndCause.Drained,
        long requests = 0)
    {
        await client.Raw.ExpectEndAsync();
        await client.CloseAsync();
        ConnectionEnd end = await server.EndAsync();
        Assert.Equal((cause, requests), (end.Cause, end.Requests));
        StopReport report = await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, report.ConnectionsCut);
        Assert.Empty(report.RequestsCut);
        Assert.Empty(server.Failures);
        await server.ExpectRestartAsync(stopping);
    }
}
