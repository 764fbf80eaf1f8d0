// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

using Linnet.Cli.Serving;
using Linnet.Conformance;
using Linnet.Exchanges;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Xunit;

namespace Linnet.Cli.Tests.Serving;

public sealed class ServerLogTests
{
    private static readonly LogPlan Usual = new(null, null, IsQuiet: false);

    [Theory]
    [InlineData(200, "200")]
    [InlineData(304, "304")]
    [InlineData(404, "404")]
    [InlineData(503, "503")]
    public async Task A_line_for_a_person_tells_status_request_bytes_and_duration(int status, string shown)
    {
        string log = await LogOfAsync("/a%20b?c=d", Usual, AnsiSupport.No, exchange =>
        {
            exchange.Response.StatusCode = status;
            return ValueTask.CompletedTask;
        });

        Assert.Matches($"^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]  {shown}  GET /a%20b\\?c=d  0 B  [0-9]+\\.[0-9] ms", log);
    }

    [Fact]
    public async Task Colour_is_for_terminals()
    {
        string plain = await LogOfAsync("/", Usual, AnsiSupport.No, exchange => exchange.Response.WriteAsync("hello"));
        string colored = await LogOfAsync("/", Usual, AnsiSupport.Yes, exchange => exchange.Response.WriteAsync("hello"));

        Assert.DoesNotContain('\e', plain);
        Assert.Contains("\e[32m200\e[0m", colored);
        Assert.Contains("5 B", plain);
    }

    [Fact]
    [Attack("RL-08")]
    public async Task What_a_handler_throws_is_told_and_cannot_act_on_the_log()
    {
        string log = await LogOfAsync(
            "/", Usual, AnsiSupport.No, _ => throw new InvalidOperationException("no\r\n[red]\e[31m\u202Eeven"));

        Assert.Contains("InvalidOperationException: no\\x0d\\x0a[red]\\x1b[31m\\u{202e}even\n", log);
        Assert.Matches("  500  GET /  [0-9]+ B  [0-9.]+ ms  System.InvalidOperationException\n", log);
    }

    [Fact]
    [Attack("RL-08")]
    public async Task A_refused_request_is_logged_with_its_rule()
    {
        using RecordingStream output = new();
        await using (ServerLog log = new(Usual, Terminal(output, AnsiSupport.No), TimeProvider.System))
        {
            log.Rejected(new RejectedRequest
            {
                Reason = "A line must end in CR LF.",
                StatusCode = 400,
                Section = "RFC 9112 §2.2",
                Bytes = @"GET /[red]\x1b HTTP/1.1\n",
            });
        }

        Assert.Matches(
            @"^[0-9:]{8}  400  GET /\[red\]\\x1b HTTP/1\.1\\n  A line must end in CR LF\. \(RFC 9112 §2\.2\)\r?\n$",
            output.Text);
    }

    [Fact]
    public async Task A_long_target_is_cut()
    {
        string log = await LogOfAsync($"/{new string('a', 5000)}", Usual, AnsiSupport.No, _ => ValueTask.CompletedTask);

        Assert.Contains($"/{new string('a', 194)}", log);
        Assert.True(log.Split('\n')[0].Length < 300);
    }

    [Fact]
    public async Task For_programs_a_line_is_JSON_and_the_output_has_nothing_else()
    {
        await using CommandRun run = CommandRun.StartPiped("serve", Path.GetTempPath(), "-p0");
        Uri root = await BannerReader.ReadUriAsync(run.ReadErrorLineAsync);
        using HttpClient client = new() { BaseAddress = root };
        using HttpResponseMessage answer = await client.GetAsync(new Uri("no-such-file", UriKind.Relative));
        await run.StopAsync();
        (_, string output) = await run.FinishAsync();

        JsonElement line = JsonDocument.Parse(output).RootElement;
        Assert.Equal(404, line.GetProperty("status").GetInt32());
        Assert.Equal("GET /no-such-file HTTP/1.1", line.GetProperty("request").GetString());
        Assert.Contains("1 request, ", run.ErrorText);
    }

    [Theory]
    [InlineData("text", "^[0-9:]{8}  404  GET /x  ")]
    [InlineData("clf", "^127\\.0\\.0\\.1 - - \\[.*\\] \"GET /x HTTP/1\\.1\" 404 ")]
    [InlineData("json", "^{\"time\":")]
    public async Task The_format_can_be_chosen(string format, string expected)
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.StartPiped("serve", folder.Path, "-p0", "--log-format", format);
        Func<Task<string?>> banner = format == "text" ? run.ReadLineAsync : run.ReadErrorLineAsync;
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(banner) };
        using HttpResponseMessage answer = await client.GetAsync(new Uri("x", UriKind.Relative));

        Assert.Matches(expected, await run.ReadLineAsync());
    }

    [Fact]
    public async Task A_file_takes_the_log_and_keeps_what_is_in_it()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("log", "before\n"u8);
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-p0", "--log-file", file, "--log-format=clf");
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpResponseMessage answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        await run.StopAsync();
        (_, string output) = await run.FinishAsync();

        Assert.Matches("^before\n127\\.0\\.0\\.1 .*\"GET /x HTTP/1\\.1\" 404 .*\n$", await File.ReadAllTextAsync(file));
        Assert.Matches("^1 request, [0-9]+ B sent, in [0-9.]+ s\\.\r?\n$", output);
    }

    [Fact]
    public async Task Text_is_for_terminals_and_not_for_files()
    {
        await using CommandRun run = CommandRun.Start("serve", "--log-file", "x", "--log-format", "text");
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal(
            "linnet: --log-format is text, which is for a terminal; a file takes json or clf." + Environment.NewLine, run.ErrorText);
    }

    [Fact]
    public async Task Quiet_says_where_and_nothing_more()
    {
        await using CommandRun run = CommandRun.StartInColour("serve", Path.GetTempPath(), "-qp0");
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpResponseMessage answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        await run.StopAsync();
        (_, string output) = await run.FinishAsync();

        Assert.Empty(output);
        Assert.Empty(run.ErrorText);
    }

    [Fact]
    public async Task The_line_below_is_drawn_erased_and_gone_in_the_end()
    {
        using RecordingStream output = new();
        FakeTimeProvider time = new();
        await using (ServerLog log = new(Usual, Terminal(output, AnsiSupport.Yes), time))
        {
            log.Connections = static () => 2;
            time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => output.Text.Contains("sent", StringComparison.Ordinal));
            log.Say($"something");
            await Eventually.TrueAsync(() => output.Text.Split("sent").Length > 2);
        }

        const string status = "0 requests, 0/s, 2 connections, 0 B sent";
        Assert.Equal($"{status}\r\e[2Ksomething\n{status}\r\e[2K", output.Text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_line_below_is_never_longer_than_the_terminal_is_wide()
    {
        using RecordingStream output = new();
        Terminal terminal = new(Stream.Null, output, Stream.Null, AnsiSupport.Yes, AnsiSupport.Yes)
        {
            IsInteractive = true,
            Width = static () => 11,
        };
        await using (EventLines events = new(terminal, static () => "0123456789abcdef"))
        {
            events.Write($"x");
            await Eventually.TrueAsync(() => output.Text.Contains('9', StringComparison.Ordinal));
        }

        Assert.DoesNotContain("a", output.Text);
    }

    [Fact]
    public async Task No_line_below_where_nobody_looks()
    {
        using RecordingStream output = new();
        FakeTimeProvider time = new();
        LogPlan text = Usual with { Format = LogFormat.Text };
        Terminal terminal = new(Stream.Null, output, Stream.Null, AnsiSupport.No, AnsiSupport.No) { IsInteractive = false };
        await using (ServerLog log = new(text, terminal, time))
        {
            time.Advance(TimeSpan.FromSeconds(10));
            log.Say($"something");
        }

        Assert.Equal("something", output.Text.TrimEnd());
    }

    [Fact]
    public void Traffic_is_summed_up()
    {
        FakeTimeProvider time = new();
        Traffic traffic = new(time);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("0 requests, 0 B sent, in 3.0 s.", traffic.Summary(0));
        time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal("0 requests, 0 B sent, 2 cut off, in 1:30:03 h.", traffic.Summary(2));
        Assert.Equal("0 requests, 0/s, 1 connection, 0 B sent", traffic.Status(1));
    }

    private static Terminal Terminal(Stream output, AnsiSupport ansi) =>
        new(Stream.Null, output, output, ansi, ansi) { IsInteractive = true };

    private static async Task<string> LogOfAsync(string target, LogPlan plan, AnsiSupport ansi, HttpHandler handler)
    {
        using RecordingStream output = new();
        await using (ServerLog log = new(plan, Terminal(output, ansi), TimeProvider.System))
        {
            await using HttpServer server = new("http://127.0.0.1:0", handler)
            {
                Options = new HttpServerOptions { RequestCompleted = log.Completed, HandlerFailed = log.SayFailed },
            };
            await server.StartAsync();
            using HttpClient client = new();
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri($"http://{server.BoundEndPoints[0]}{target}"));
            await server.StopAsync(TimeSpan.FromSeconds(10));
        }

        return output.Text;
    }
}
