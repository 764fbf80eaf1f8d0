// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Diagnostics;

/// <summary>What is told of requests that time ends, and of those that end in time. The clock is the test's.</summary>
public sealed class SlowRequestTests
{
    private readonly ConcurrentQueue<string> _told = new();

    [Theory]
    [Attack("RL-03")]
    [InlineData(100, "ClientTooSlow ClientTooSlow 200 GET /large HTTP/1.1")]
    [InlineData(64 * 1024, "Answered  200 GET /large HTTP/1.1")]
    public async Task A_client_that_takes_nothing_is_told_of_as_too_slow(int windowBytes, string expected)
    {
        await using MemoryServer server = await StartAsync(DrainHandler.Large);
        MemoryClient client = await server.ConnectAsync(windowBytes);
        await client.Raw.SendAsync(Requests.Get("/large"));
        await AdvanceToEndAsync(server);
        Assert.Equal([expected], _told);
    }

    [Theory]
    [InlineData(0, "CutOff CutOff 0 GET /slow HTTP/1.1")]
    [InlineData(5, "Answered  200 GET /slow HTTP/1.1")]
    public async Task A_request_that_has_not_ended_when_the_server_stops_waiting_is_told_of_as_cut_off(
        int deadlineSeconds, string expected)
    {
        DrainHandler handler = new();
        await using MemoryServer server = await StartAsync(
            deadlineSeconds == 0 ? handler.WaitForAbortAsync : handler.WaitThenAnswerAsync);
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.Get("/slow"));
        await handler.Began;
        if (deadlineSeconds == 0)
        {
            await server.Server.StopAsync(TimeSpan.Zero);
        }
        else
        {
            Task<StopReport> stopping = await server.BeginStopAsync(deadlineSeconds);
            handler.GoOn();
            await client.Raw.ReceiveAsync();
            await client.CloseAsync();
            await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await server.EndAsync();
        Assert.Equal([expected], _told);
    }

    [Theory]
    [Attack("RL-01")]
    [InlineData("GET / HTTP/1.1\r\nHo", "Refused HeadTimedOut 408    | GET / HTTP/1.1")]
    [InlineData("", null)]
    public async Task A_head_that_does_not_come_in_time_is_told_of_and_silence_is_none(string sent, string? expected)
    {
        await using MemoryServer server = await StartAsync(DrainHandler.Answer);
        MemoryClient client = await server.ConnectAsync();
        await client.SendPartAsync(sent);
        await AdvanceToEndAsync(server);
        Assert.Equal(expected is null ? [] : [expected], _told);
    }

    // In a loop, for what waits may begin to wait late.
    private static Task AdvanceToEndAsync(MemoryServer server) => Eventually.TrueAsync(() =>
    {
        server.Advance(1);
        return server.Server.ConnectionCount == 0;
    });

    private Task<MemoryServer> StartAsync(HttpHandler handler) => MemoryServer.StartAsync(handler, completed: report =>
    {
        string request = $"{report.Method} {report.Target} {report.Protocol}";
        string line = Encoding.Latin1.GetString(report.RequestLine);
        _told.Enqueue(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Outcome} {report.Error} {report.StatusCode} {(line == request ? line : $"{request} | {line}")}"));
    });
}
