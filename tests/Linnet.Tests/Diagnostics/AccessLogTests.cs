// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Diagnostics;
using Linnet.Tests.Sockets;

using Microsoft.Extensions.Time.Testing;

using Xunit;

namespace Linnet.Tests.Diagnostics;

public sealed class AccessLogTests
{
    private const string Hostile = "a\u0007\u001b[31m\"\\\u00e2\u0080\u00ae\u00ff\u0000\u007f\tz";
    private const string Escaped = "a\\x07\\x1b[31m\\\"\\\\\\xe2\\x80\\xae\\xff\\x00\\x7f\\x09z";

    [Fact]
    public async Task A_line_is_that_of_the_combined_format_with_time_and_error_behind_it()
    {
        string log = await LogAsync(AccessLogFormat.Combined, static log => log.Write(Report("GET /a?b HTTP/1.1\r\n", "x")));
        Assert.Equal("192.0.2.1 - - [15/Nov/1994:08:12:31 +0000] \"GET /a?b HTTP/1.1\" 200 13 \"-\" \"-\" 0.001500 x\n", log);
    }

    [Fact]
    public async Task A_line_of_JSON_can_be_read_as_JSON()
    {
        string log = await LogAsync(AccessLogFormat.Json, static log => log.Write(Report("GET /a HTTP/1.1\r\n", null)));
        using JsonDocument line = JsonDocument.Parse(log);
        Assert.Equal("1994-11-15T08:12:31.000000Z", line.RootElement.GetProperty("time").GetString());
        Assert.Equal(200, line.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(13, line.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(0.0015, line.RootElement.GetProperty("seconds").GetDouble());
        Assert.Equal("GET /a HTTP/1.1", line.RootElement.GetProperty("request").GetString());
        Assert.Equal("192.0.2.1", line.RootElement.GetProperty("client").GetString());
        Assert.False(line.RootElement.TryGetProperty("error", out _));
    }

    [Theory]
    [Attack("RL-08")]
    [InlineData(AccessLogFormat.Combined)]
    [InlineData(AccessLogFormat.Json)]
    public async Task Nothing_that_was_sent_acts_on_whoever_reads_the_log(AccessLogFormat format)
    {
        string log = await LogAsync(format, static log => log.Write(Report(Hostile + "\nGET / HTTP/1.1\r\n", Hostile)));
        Assert.Equal(log.Length - 1, log.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(log[..^1], static letter => letter is < ' ' or > '~');
        string shown = log;
        if (format == AccessLogFormat.Json)
        {
            using JsonDocument line = JsonDocument.Parse(log);
            shown = line.RootElement.GetProperty("request").GetString()!;
        }

        // JSON escapes its quotation marks itself.
        bool isJson = format == AccessLogFormat.Json;
        Assert.Contains(
            isJson ? Escaped.Replace("\\\"", "\"", StringComparison.Ordinal) : Escaped, shown, StringComparison.Ordinal);
    }

    [Theory]
    [Attack("RL-08")]
    [InlineData(AccessLogFormat.Combined)]
    [InlineData(AccessLogFormat.Json)]
    public async Task A_line_is_bounded_however_much_was_sent(AccessLogFormat format)
    {
        string log = await LogAsync(
            format, static log => log.Write(Report(new string('\u0001', 100_000), new string('\\', 100_000))));
        Assert.InRange(log.Length, 4096, AccessLogLine.MaxBytes);
        Assert.EndsWith("\n", log, StringComparison.Ordinal);
        if (format == AccessLogFormat.Json)
        {
            JsonDocument.Parse(log).Dispose();
        }
    }

    [Fact]
    [Attack("RL-09")]
    public async Task Lines_over_the_rate_are_dropped_and_the_next_second_says_how_many()
    {
        FakeTimeProvider time = new();
        using MemoryStream output = new();
        AccessLog log = new(output, AccessLogFormat.Combined, time) { MaxLinesPerSecond = 10 };
        for (int line = 0; line < 100_000; line++)
        {
            log.Write(Report("GET / HTTP/1.1\r\n", null));
        }

        Assert.Equal(99_990, log.LinesDropped);
        time.Advance(TimeSpan.FromSeconds(1));
        log.Write(Report("GET / HTTP/1.1\r\n", null));
        await log.DisposeAsync();
        string[] lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, lines.Length);
        Assert.Equal("# lines dropped here: 99990", lines[10]);
    }

    [Fact]
    [Attack("RL-09")]
    public async Task An_output_that_stands_still_holds_nobody_up()
    {
        using StandingStream output = new();
        AccessLog log = new(output) { MaxLinesPerSecond = int.MaxValue };
        for (int line = 0; line < 50_000; line++)
        {
            log.Write(Report("GET / HTTP/1.1\r\n", null));
        }

        // Two mebibytes can wait, the one that is being written included.
        long dropped = log.LinesDropped;
        Assert.InRange(dropped, 20_000, 49_000);
        output.Go.Release(1000);
        await log.DisposeAsync();
        string[] lines = Encoding.ASCII.GetString(output.Written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(50_000 - dropped, lines.Count(static line => line[0] != '#'));

        // In one place, or in two when the writing began only after the first of them.
        const string Notice = "# lines dropped here: ";
        IEnumerable<string> notices = lines.Where(static line => line.StartsWith(Notice, StringComparison.Ordinal));
        Assert.Equal(dropped, notices.Sum(static line => long.Parse(line.AsSpan(Notice.Length), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Lines_that_cannot_be_written_and_those_after_the_end_are_counted()
    {
        MemoryStream output = new();
        await output.DisposeAsync();
        AccessLog log = new(output);
        log.Write(Report("GET / HTTP/1.1\r\n", null));
        await log.DisposeAsync();
        Assert.Equal(1, log.LinesDropped);
        log.Write(Report("GET / HTTP/1.1\r\n", null));
        Assert.Equal(2, log.LinesDropped);
    }

    [Fact]
    [Attack("RL-09")]
    public async Task What_is_missing_is_said_again_until_it_can_be_written()
    {
        using FullStream output = new() { IsFull = true };
        AccessLog log = new(output);
        for (int line = 1; line <= 2; line++)
        {
            int lost = line;
            log.Write(Report("GET / HTTP/1.1\r\n", null));
            await Eventually.TrueAsync(() => log.LinesDropped == lost);
        }

        output.IsFull = false;
        log.Write(Report("GET / HTTP/1.1\r\n", null));
        await log.DisposeAsync();
        Assert.Equal(2, log.LinesDropped);
        string[] lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("# lines dropped here: 2", lines[0]);
    }

    [Fact]
    [Attack("RL-08")]
    public async Task Refused_requests_are_in_the_log_of_a_server()
    {
        using MemoryStream output = new();
        await using (AccessLog log = new(output))
        {
            HttpServerOptions options = new() { RequestCompleted = log.Write };
            await using RunningServer served = await RunningServer.StartAsync(
                static exchange => exchange.Response.WriteAsync("x"), options);
            await served.AskAsync("GET /a HTTP/1.0\r\nUser-Agent: \"\u00e2\u0080\u00aex\u00ff\r\nReferer: \\\r\n\r\n");
            await served.AskAsync("GET /\u0007 HTTP/1.1\r\n\r\n");
            await served.Server.StopAsync(TimeSpan.FromSeconds(10));
        }

        string[] lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"GET /a HTTP/1.0\" 200 1 \"\\\\\" \"\\\"\\xe2\\x80\\xaex\\xff\" ", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"GET /\\x07 HTTP/1.1\" 400 ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" InvalidTargetCharacter", lines[1], StringComparison.Ordinal);
    }

    private static RequestReport Report(string received, string? error) => new()
    {
        StatusCode = 200,
        BytesSent = 13,
        Error = error,
        Duration = TimeSpan.FromMilliseconds(1.5),
        StartedAt = new DateTimeOffset(1994, 11, 15, 8, 12, 31, TimeSpan.Zero),
        ClientAddress = IPAddress.Parse("192.0.2.1"),
        Bytes = Encoding.Latin1.GetBytes(received),
    };

    private static async Task<string> LogAsync(AccessLogFormat format, Action<AccessLog> write)
    {
        using MemoryStream output = new();
        await using (AccessLog log = new(output, format))
        {
            write(log);
        }

        return Encoding.ASCII.GetString(output.ToArray());
    }

    /// <summary>A file on a disk that is full for a while.</summary>
    private sealed class FullStream : MemoryStream
    {
        public bool IsFull { get; set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            IsFull ? ValueTask.FromException(new IOException("No space left.")) : base.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>Takes nothing until it is told to.</summary>
    private sealed class StandingStream : MemoryStream
    {
        public SemaphoreSlim Go { get; } = new(0);

        public MemoryStream Written { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Go.WaitAsync(cancellationToken);
            await Written.WriteAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Go.Dispose();
            base.Dispose(disposing);
        }
    }
}
