// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>
/// A stop that waits no longer finds a connection in every state it can be in: it is reset and counted, its request is
/// named, its handler learns of it, and the server starts again.
/// </summary>
public sealed class HardStopTests
{
    private const string Chunked = "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01";

    [Fact]
    public Task A_connection_that_was_never_used() =>
        ExpectCutAsync(DrainHandler.Answer, static _ => Task.CompletedTask);

    [Fact]
    public Task An_idle_connection() =>
        ExpectCutAsync(DrainHandler.Answer, static client => client.Raw.AskAsync(Requests.Get()));

    [Fact]
    public Task Half_a_head() =>
        ExpectCutAsync(DrainHandler.Answer, static client => client.SendPartAsync("GET / HTTP/1.1\r\nHo"));

    [Fact]
    public async Task A_running_handler()
    {
        DrainHandler handler = new();
        await ExpectCutAsync(handler.WaitForAbortAsync, ReachAsync(handler, Requests.Get("/slow")), "GET /slow");
        await handler.Ended;
        Assert.True(handler.WasAborted);
    }

    [Fact]
    [Rfc("9112", "9.3.1")]
    public async Task A_handler_that_ends_sooner_than_it_is_cut_off()
    {
        DrainHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.WaitForAbortAsync);
        await served.Client.SendAsync(Requests.Post("once"));
        await handler.Began;
        served.BeginCutOff();
        Assert.Equal(ConnectionEndCause.CutOff, (await served.EndAsync()).Cause);

        // An orderly end would say that the request was never begun, and may be sent again.
        await served.Client.ExpectResetAsync();
    }

    [Fact]
    public Task An_upload_half_way() =>
        ExpectCutAsync(DrainHandler.EchoAsync, static client => client.SendPartAsync(Chunked), "POST /up");

    [Fact]
    public Task A_client_that_was_told_to_continue() =>
        ExpectCutAsync(
            DrainHandler.EchoAsync,
            static client => client.SendPartAsync(Requests.PostHead(5, "Expect: 100-continue\r\n")),
            "POST /");

    [Fact]
    public async Task A_response_that_is_being_streamed()
    {
        DrainHandler handler = new();
        await ExpectCutAsync(handler.StreamUntilAbortAsync, ReachAsync(handler, Requests.Get("/feed")), "GET /feed");
        await handler.Ended;
        Assert.True(handler.WasAborted);
    }

    [Fact]
    public Task A_response_that_its_reader_does_not_take() =>
        ExpectCutAsync(
            DrainHandler.Large,
            static async client =>
            {
                await client.Raw.SendAsync(Requests.Get("/large"));
                await Eventually.TrueAsync(() => client.Server.IsSending);
            },
            "GET /large",
            windowBytes: 100);

    [Fact]
    public Task Another_protocol() =>
        ExpectCutAsync(
            DrainHandler.UpgradeAsync,
            static client => client.SendPartAsync(DrainHandler.Offer),
            "GET /upgrade");

    [Fact]
    public async Task Pipelined_requests_of_which_only_the_first_was_begun()
    {
        DrainHandler handler = new();
        await ExpectCutAsync(
            handler.WaitForAbortAsync,
            ReachAsync(handler, Requests.Get("/first") + Requests.Get("/second")),
            "GET /first");
        Assert.Equal(1, handler.Begun);
    }

    [Fact]
    public Task A_proxy_that_has_sent_nothing() =>
        ExpectCutAsync(DrainHandler.Answer, static _ => Task.CompletedTask, isProxied: true);

    [Fact]
    public Task Half_a_PROXY_header() =>
        ExpectCutAsync(DrainHandler.Answer, static client => client.SendPartAsync("PROXY TC"), isProxied: true);

    [Fact]
    public async Task A_lingering_close()
    {
        await using MemoryServer server = await MemoryServer.StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.AskAsync(Requests.Get(lines: "Connection: close\r\n"));
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal(1, (await stopping).ConnectionsCut);
        Assert.Empty((await stopping).RequestsCut);

        // Its response had gone: what it ended for is what it had done.
        Assert.Equal(ConnectionEndCause.RequestedByPeer, (await server.EndAsync()).Cause);
        await server.ExpectRestartAsync(stopping);
    }

    [Fact]
    public async Task The_deadline_is_kept_to_the_tick_and_every_connection_counted()
    {
        DrainHandler handler = new();
        await using MemoryServer server = await MemoryServer.StartAsync(handler.WaitForAbortAsync);
        for (int number = 0; number < 3; number++)
        {
            MemoryClient client = await server.ConnectAsync();
            await client.Raw.SendAsync(Requests.Get($"/{number}"));
        }

        await Eventually.TrueAsync(() => handler.Begun == 3);
        Task<StopReport> stopping = await server.BeginStopAsync(deadlineSeconds: 5);
        server.Advance(4.75);
        Assert.False(handler.WasAborted);
        server.Advance(0.25);
        StopReport report = await stopping;
        Assert.Equal(3, report.ConnectionsCut);
        Assert.Equal(3, report.RequestsCut.Count);
        for (int number = 0; number < 3; number++)
        {
            Assert.Equal(ConnectionEndCause.CutOff, (await server.EndAsync()).Cause);
        }

        Assert.Empty(server.Failures);
    }

    private static Func<MemoryClient, Task> ReachAsync(DrainHandler handler, string request) =>
        async client =>
        {
            await client.Raw.SendAsync(request);
            await handler.Began;
        };

    private static async Task ExpectCutAsync(
        HttpHandler handler,
        Func<MemoryClient, Task> reach,
        string? request = null,
        bool isProxied = false,
        int windowBytes = 64 * 1024)
    {
        await using MemoryServer server =
            await MemoryServer.StartAsync(handler, isProxied ? DrainHandler.Proxies : null);
        MemoryClient client = await server.ConnectAsync(windowBytes);
        await reach(client);
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.Zero);
        StopReport report = await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, report.ConnectionsCut);
        if (request is null)
        {
            Assert.Empty(report.RequestsCut);
        }
        else
        {
            CutRequest cut = Assert.Single(report.RequestsCut);
            Assert.Equal(request, $"{cut.Method} {cut.Target}");
        }

        await client.Raw.ExpectResetAsync();
        Assert.Equal(ConnectionEndCause.CutOff, (await server.EndAsync()).Cause);
        Assert.Empty(server.Failures);
        Assert.Equal(0, server.Server.ConnectionCount);
        await server.Server.StartAsync();
        Assert.True(server.Server.IsReady);
    }
}
