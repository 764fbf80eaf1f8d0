// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;

using Xunit;

namespace Linnet.Tests;

public sealed class HttpServerOptionsTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";

    private static readonly HttpHandler Hello = static exchange => exchange.Response.WriteAsync("hello");

    [Theory]
    [Attack("HD-06")]
    [Rfc("9110", "15.5.20")]
    [InlineData("a.example", true)]
    [InlineData("A.Example.:8080", true)]
    [InlineData("x.b.example", true)]
    [InlineData("[::0001]", true)]
    [InlineData("b.example", false)]
    [InlineData("a.example.evil", false)]
    [InlineData("127.0.0.1", false)]
    public async Task Answers_only_for_the_hosts_that_are_allowed(string host, bool allowed)
    {
        HttpServerOptions options = new() { AllowedHosts = ["a.example", "*.b.example", "[::1]"] };
        await using RunningServer server = await RunningServer.StartAsync(Hello, options);
        string answer = await server.AskAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith(allowed ? "HTTP/1.1 200 " : "HTTP/1.1 421 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("9112", "3.2")]
    public async Task Answers_an_old_client_that_names_no_host()
    {
        await using RunningServer server = await RunningServer.StartAsync(Hello, new() { AllowedHosts = ["a.example"] });
        string answer = await server.AskAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_start_with_a_host_that_is_none()
    {
        FormatException refusal = await Assert.ThrowsAsync<FormatException>(
            () => RunningServer.StartAsync(Hello, new() { AllowedHosts = ["a b"] }));
        Assert.Contains("'a b'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("RL-08")]
    public async Task Tells_of_a_refused_request_with_its_rule_and_its_bytes_escaped()
    {
        ConcurrentQueue<RejectedRequest> rejected = new();
        await using RunningServer server = await RunningServer.StartAsync(
            Hello, new() { RequestRejected = rejected.Enqueue });
        await server.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\\\u001b[31m\r\n\r\n");
        Assert.True(rejected.TryDequeue(out RejectedRequest? request));
        Assert.Equal("InvalidFieldValue", request.Reason);
        Assert.Equal(400, request.StatusCode);
        Assert.Equal("RFC 9110 §5.5", request.Section);
        Assert.Equal(@"GET / HTTP/1.1\r\nHost: a\r\nX: \x01\\\x1b[31m\r\n\r\n", request.Bytes);
        Assert.NotNull(request.RemoteEndPoint);
    }

    [Fact]
    public async Task A_listener_that_throws_changes_nothing()
    {
        HttpServerOptions options = new()
        {
            RequestRejected = static _ => throw new InvalidOperationException("listener"),
            HandlerFailed = static _ => throw new InvalidOperationException("listener"),
        };
        await using RunningServer server = await RunningServer.StartAsync(
            static _ => throw new InvalidOperationException("handler"), options);
        Assert.StartsWith("HTTP/1.1 400 ", await server.AskAsync("bad\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 500 ", await server.AskAsync(Get), StringComparison.Ordinal);
    }

    [Theory]
    [Attack("RL-04")]
    [InlineData(FullServerPolicy.Refuse)]
    [InlineData(FullServerPolicy.ShedIdle)]
    [InlineData(FullServerPolicy.Close)]
    public async Task A_full_server_does_as_it_was_told(FullServerPolicy policy)
    {
        HttpServerOptions options = new() { Limits = new() { MaxConnections = 1, WhenFull = policy } };
        await using RunningServer server = await RunningServer.StartAsync(Hello, options);
        await using Connection first = await server.ConnectAsync();
        await RunningServer.SendAsync(first, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await RunningServer.ReadUntilAsync(first, "hello");

        if (policy == FullServerPolicy.Close)
        {
            // The reset may come before the client has looked at its own address.
            await Assert.ThrowsAnyAsync<System.IO.IOException>(() => server.AskAsync(Get));
            return;
        }

        if (policy == FullServerPolicy.ShedIdle)
        {
            // The first may not be idle at once: its client can have the answer before the server has looked for more.
            string shed = "";
            for (int attempt = 0; attempt < 1000 && !shed.EndsWith("hello", StringComparison.Ordinal); attempt++)
            {
                shed = await server.AskAsync(Get);
            }

            Assert.EndsWith("hello", shed, StringComparison.Ordinal);
            Assert.Empty(await RunningServer.ReadToEndAsync(first));
            return;
        }

        await using Connection second = await server.ConnectAsync();
        string answer = await RunningServer.ReadToEndAsync(second);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 1\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_reports_the_request_it_cut_off_and_its_handler_learns_of_it()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource cancelled = new();
        RunningServer server = await RunningServer.StartAsync(async exchange =>
        {
            using (exchange.Aborted.Register(cancelled.SetResult))
            {
                begun.SetResult();
                await Task.Delay(-1, exchange.Aborted);
            }
        });
        await using Connection connection = await server.ConnectAsync();
        await RunningServer.SendAsync(connection, "GET /slow?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
        await begun.Task;
        Assert.True(server.Server.IsReady);
        StopReport report = await server.Server.StopAsync(TimeSpan.Zero);
        Assert.False(server.Server.IsReady);
        Assert.Equal(1, report.ConnectionsCut);
        CutRequest request = Assert.Single(report.RequestsCut);
        Assert.Equal(("GET", "/slow?x=1"), (request.Method, request.Target));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_request_that_is_being_answered_when_the_server_stops_is_answered_with_a_close()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource go = new();
        RunningServer server = await RunningServer.StartAsync(async exchange =>
        {
            begun.SetResult();
            await go.Task;
            await exchange.Response.WriteAsync("late");
        });
        await using Connection connection = await server.ConnectAsync();
        await RunningServer.SendAsync(connection, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await begun.Task;
        Task<StopReport> stop = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        go.SetResult();
        Assert.EndsWith("late", await RunningServer.ReadToEndAsync(connection), StringComparison.Ordinal);
        Assert.Equal(0, (await stop).ConnectionsCut);
    }

    [Fact]
    public async Task Whoever_has_connected_before_the_stop_is_still_served()
    {
        RunningServer server = await RunningServer.StartAsync(Hello);
        Connection[] connections = new Connection[50];
        for (int index = 0; index < connections.Length; index++)
        {
            connections[index] = await server.ConnectAsync();
            await RunningServer.SendAsync(connections[index], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        Task<StopReport> stop = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        foreach (Connection connection in connections)
        {
            Assert.EndsWith("hello", await RunningServer.ReadToEndAsync(connection), StringComparison.Ordinal);
            await connection.DisposeAsync();
        }

        Assert.Equal(0, (await stop).ConnectionsCut);
    }
}
