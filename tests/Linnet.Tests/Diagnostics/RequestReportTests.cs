// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Diagnostics;

/// <summary>Every request is told of once, however it ends.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class RequestReportTests
{
    private readonly ConcurrentQueue<string> _told = new();

    [Theory]
    [InlineData("GET /a?b HTTP/1.0\r\nUser-Agent: me\r\n\r\n", "Answered  200 GET /a?b HTTP/1.0 | GET /a?b HTTP/1.0 | me 1")]
    [InlineData("HEAD /a HTTP/1.0\r\n\r\n", "Answered  200 HEAD /a HTTP/1.0 | HEAD /a HTTP/1.0 |  0")]
    [InlineData(
        "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "Answered  204 OPTIONS * HTTP/1.1 | OPTIONS * HTTP/1.1 |  0")]
    [InlineData("GET /a HTTP/1.1\r\n\r\n", "Refused MissingHost 400    | GET /a HTTP/1.1 |  61")]
    [InlineData("G\u0007T /a\n", "Refused InvalidMethod 400    | G\u0007T /a |  67")]
    [InlineData(
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n",
        "Refused BodyTooLarge 413 POST /a HTTP/1.1 | POST /a HTTP/1.1 |  54")]
    [InlineData("GET /fails HTTP/1.0\r\n\r\n", "Answered System.TimeoutException 500 GET /fails HTTP/1.0 | GET /fails HTTP/1.0 |  69")]
    [InlineData("GET /cut HTTP/1.0\r\n\r\n", "Failed System.TimeoutException 200 GET /cut HTTP/1.0 | GET /cut HTTP/1.0 |  1")]
    [InlineData("GET /abort HTTP/1.0\r\n\r\n", "Aborted Aborted 0 GET /abort HTTP/1.0 | GET /abort HTTP/1.0 |  0")]
    public async Task A_request_is_told_of_once_however_it_ends(string request, string expected)
    {
        await using RunningServer served = await StartAsync();
        await using (Connection client = await served.ConnectAsync())
        {
            await RunningServer.SendAsync(client, request);
            try
            {
                await RunningServer.ReadToEndAsync(client);
            }
            catch (System.IO.IOException)
            {
                // The connection was reset, as some of these are.
            }
        }

        await served.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([expected], _told);
    }

    [Fact]
    public async Task Each_request_of_a_connection_is_told_of_and_the_wait_after_them_is_none()
    {
        await using RunningServer served = await StartAsync();
        await served.AskAsync(
            "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await served.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _told.Count);
    }

    [Theory]
    [InlineData("GET /a HT", "ClientGone ClientGone 0    | GET /a HT |  0")]
    [InlineData(
        "POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        "ClientGone ClientGone 0 POST /reads HTTP/1.1 | POST /reads HTTP/1.1 |  0")]
    public async Task A_client_that_breaks_off_is_told_of(string request, string expected)
    {
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer served = await StartAsync(told, begun);
        await using (Connection client = await served.ConnectAsync())
        {
            await RunningServer.SendAsync(client, request);
            if (request.StartsWith("POST", StringComparison.Ordinal))
            {
                await begun.Task;
            }

            client.Abort();
        }

        if (request.StartsWith("POST", StringComparison.Ordinal))
        {
            await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.Equal([expected], _told);
            return;
        }

        // Whether the server has seen the bytes before the reset is the network's to say.
        await served.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.True(_told.IsEmpty || _told.ToArray()[0] == expected, string.Join('\n', _told));
    }

    [Fact]
    public async Task What_a_listener_throws_harms_nobody()
    {
        HttpServerOptions options = new() { RequestCompleted = static _ => throw new InvalidOperationException() };
        await using RunningServer served = await RunningServer.StartAsync(
            static exchange => exchange.Response.WriteAsync("x"), options);
        Assert.EndsWith("x", await served.AskAsync("GET / HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    private Task<RunningServer> StartAsync(TaskCompletionSource? told = null, TaskCompletionSource? begun = null) =>
        RunningServer.StartAsync(
            exchange => AnswerAsync(exchange, begun),
            new HttpServerOptions
            {
                Limits = new Limits { MaxRequestBodyBytes = 1000 },
                RequestCompleted = report =>
                {
                    Assert.InRange(report.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
                    DateTimeOffset now = TimeProvider.System.GetUtcNow();
                    Assert.InRange(report.StartedAt, now.AddMinutes(-1), now);
                    Assert.Equal("127.0.0.1", report.ClientAddress?.ToString());
                    _told.Enqueue(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{report.Outcome} {report.Error} {report.StatusCode} {report.Method} {report.Target} {report.Protocol} | "
                        + $"{Encoding.Latin1.GetString(report.RequestLine)} | "
                        + $"{Encoding.Latin1.GetString(report.Header("user-agent"))} {report.BytesSent}"));
                    told?.TrySetResult();
                },
            });

    private static async ValueTask AnswerAsync(HttpExchange exchange, TaskCompletionSource? begun)
    {
        begun?.TrySetResult();
        switch (exchange.Request.Path)
        {
            case "/fails":
                throw new TimeoutException();
            case "/cut":
                await exchange.Response.WriteAsync("x");
                await exchange.Response.FlushAsync();
                throw new TimeoutException();
            case "/abort":
                exchange.Response.Abort();
                return;
            case "/reads":
                await exchange.Request.ReadBytesAsync();
                break;
        }

        await exchange.Response.WriteAsync("x");
    }
}
