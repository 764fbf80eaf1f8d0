// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

using Linnet.Cli.Serving;
using Linnet.Conformance;
using Linnet.Exchanges;
using Spectre.Console;
using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class RequestLogTests
{
    [Theory]
    [InlineData(200, "200")]
    [InlineData(304, "304")]
    [InlineData(404, "404")]
    [InlineData(503, "503")]
    public async Task A_line_tells_status_request_and_duration(int status, string shown)
    {
        string log = await LogOfAsync("/a%20b?c=d", AnsiSupport.No, exchange =>
        {
            exchange.Response.StatusCode = status;
            return ValueTask.CompletedTask;
        });

        Assert.Matches($"^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]  {shown}  GET /a%20b\\?c=d  [0-9]+\\.[0-9] ms\n$", log);
    }

    [Fact]
    public async Task Colour_is_for_terminals()
    {
        string plain = await LogOfAsync("/", AnsiSupport.No, exchange => exchange.Response.WriteAsync("hello"));
        string colored = await LogOfAsync("/", AnsiSupport.Yes, exchange => exchange.Response.WriteAsync("hello"));

        Assert.DoesNotContain('\e', plain);
        Assert.Contains("\e[32m200\e[0m", colored);
    }

    [Fact]
    [Attack("RL-08")]
    public async Task What_a_client_sends_cannot_act_on_the_log()
    {
        string log = await LogOfAsync(
            "/", AnsiSupport.No, _ => throw new InvalidOperationException("no\r\n[red]\e[31m\u202Eeven"));

        Assert.EndsWith("  InvalidOperationException: no\\x0d\\x0a[red]\\x1b[31m\\u{202e}even\n", log);
        Assert.Single(log.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    [Attack("RL-08")]
    public async Task A_refused_request_is_logged_with_its_rule()
    {
        using MemoryStream output = new();
        Terminal terminal = new(Stream.Null, output, Stream.Null, AnsiSupport.No, AnsiSupport.No);

        await using (EventLines events = new(terminal))
        {
            RejectedRequest request = new()
            {
                Reason = "A line must end in CR LF.",
                StatusCode = 400,
                Section = "RFC 9112 §2.2",
                Bytes = @"GET /[red]\x1b HTTP/1.1\n",
            };
            new RequestLog(events, TimeProvider.System).Reject(request);
        }

        Assert.Matches(
            @"^[0-9:]{8}  400  GET /\[red\]\\x1b HTTP/1\.1\\n  A line must end in CR LF\. \(RFC 9112 §2\.2\)\r?\n$",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task What_a_handler_throws_is_told_beside_its_request()
    {
        string log = await LogOfAsync("/broken", AnsiSupport.No, _ => throw new IOException("The disk is full."));

        Assert.Contains("  500  GET /broken  ", log);
        Assert.EndsWith("  IOException: The disk is full.\n", log);
    }

    [Fact]
    public async Task A_long_target_is_cut()
    {
        string log = await LogOfAsync($"/{new string('a', 5000)}", AnsiSupport.No, _ => ValueTask.CompletedTask);

        Assert.Contains($"/{new string('a', 199)}\u2026  ", log);
        Assert.True(log.Length < 300);
    }

    private static async Task<string> LogOfAsync(string target, AnsiSupport ansi, HttpHandler handler)
    {
        using MemoryStream output = new();
        Terminal terminal = new(Stream.Null, output, Stream.Null, ansi, AnsiSupport.No);

        await using (EventLines events = new(terminal))
        {
            RequestLog log = new(events, TimeProvider.System);
            await using HttpServer server = new("http://127.0.0.1:0", log.Around(handler));
            await server.StartAsync();
            using HttpClient client = new();
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri($"http://{server.BoundEndPoints[0]}{target}"));
            await server.StopAsync(TimeSpan.FromSeconds(10));
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
