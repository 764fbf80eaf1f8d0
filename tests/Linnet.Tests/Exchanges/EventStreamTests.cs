// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Routing;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Xunit;

namespace Linnet.Tests.Exchanges;

public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<ServerSentEvent, string> Written => new()
    {
        { "hello", "data: hello\n\n" },
        { "", "data: \n\n" },
        { " two spaces", "data:  two spaces\n\n" },
        { "a\nb\r\nc\rd", "data: a\ndata: b\ndata: c\ndata: d\n\n" },
        { "a\n", "data: a\ndata: \n\n" },
        { "\r\n\n", "data: \ndata: \ndata: \n\n" },
        { "a\n\rb", "data: a\ndata: \ndata: b\n\n" },
        { "Grüße €", "data: Grüße €\n\n" },
        { new("x") { Event = "tick", Id = "7", Retry = TimeSpan.FromSeconds(2.5) }, "retry: 2500\nid: 7\nevent: tick\ndata: x\n\n" },
        { new(null) { Id = "" }, "id: \n\n" },
        { new(null) { Retry = TimeSpan.Zero }, "retry: 0\n\n" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void An_event_is_written_so_that_it_is_read_as_it_was(ServerSentEvent one, string expected)
    {
        ArrayBufferWriter<byte> writer = new();
        EventText.Write(writer, one);
        Assert.Equal(expected, Encoding.UTF8.GetString(writer.WrittenSpan));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    [InlineData("\n")]
    public void What_would_become_another_line_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => new ServerSentEvent("x") { Event = text });
        Assert.Throws<ArgumentException>(() => new ServerSentEvent("x") { Id = text });
    }

    [Fact]
    public void An_id_that_browsers_ignore_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ServerSentEvent("x") { Id = "a\0" });

    [Fact]
    public async Task A_sequence_is_sent_event_by_event_and_ends_with_itself()
    {
        Channel<ServerSentEvent> channel = Channel.CreateUnbounded<ServerSentEvent>();
        Router router = new();
        router.Use(new ResponseCompression());
        router.Get("/", () => Results.Events(channel.Reader.ReadAllAsync()));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        await served.Client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n");
        string head = await ReadUntilAsync(served.Client.Connection, "\r\n\r\n");
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nCache-Control: no-store\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Content-Encoding", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Content-Length", head, StringComparison.OrdinalIgnoreCase);
        await channel.Writer.WriteAsync("one");
        await ReadUntilAsync(served.Client.Connection, "data: one\n\n");
        await channel.Writer.WriteAsync("two");
        await ReadUntilAsync(served.Client.Connection, "data: two\n\n");
        channel.Writer.Complete();
        await ReadUntilAsync(served.Client.Connection, "0\r\n\r\n");
        Assert.Empty(served.Failures);
    }

    [Fact]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_is_answered_with_the_head_alone()
    {
        Router router = new();
        router.Get("/", () => Results.Events(static _ => throw new InvalidOperationException("Nobody asked for events.")));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        ReceivedResponse response = await served.Client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("text/event-stream", response["Content-Type"]);
        Assert.Equal(404, (await served.Client.AskAsync(Requests.Get("/missing"))).Status);
    }

    [Theory]
    [InlineData("HTTP/1.1", "chunked")]
    [InlineData("HTTP/1.0", null)]
    [Rfc("9110", "8.6")]
    public async Task HEAD_is_not_told_a_length_that_GET_would_not_have(string version, string? coding)
    {
        await using ServedConnection served = Serve(() => Results.Events(static _ => Task.CompletedTask));
        ReceivedResponse response = await served.Client.AskAsync($"HEAD / {version}\r\nHost: a\r\n\r\n");
        Assert.Null(response["Content-Length"]);
        Assert.Equal(coding, response["Transfer-Encoding"]);
    }

    [Fact]
    public async Task Heartbeats_go_while_nothing_else_does()
    {
        Channel<ServerSentEvent> channel = Channel.CreateUnbounded<ServerSentEvent>();
        await using ServedConnection served = Serve(() => Results.Events(channel.Reader.ReadAllAsync()));
        await served.Client.SendAsync(Requests.Get());
        await ReadUntilAsync(served.Client.Connection, "\r\n\r\n");
        served.Advance(14.5);
        await channel.Writer.WriteAsync("one");
        await ReadUntilAsync(served.Client.Connection, "data: one\n\n\r\n");
        served.Advance(14.5);
        await channel.Writer.WriteAsync("two");
        string next = await ReadUntilAsync(served.Client.Connection, "data: two\n\n\r\n");
        Assert.DoesNotContain(":\n\r\n", next, StringComparison.Ordinal);
        await ExpectHeartbeatAsync();
        await ExpectHeartbeatAsync();

        async Task ExpectHeartbeatAsync()
        {
            Task<string> reading = ReadUntilAsync(served.Client.Connection, "2\r\n:\n\r\n");
            await Eventually.TrueAsync(() =>
            {
                served.Advance(0.25);
                return reading.IsCompleted;
            });
            Assert.Equal("2\r\n:\n\r\n", await reading);
        }
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_stream_in_order()
    {
        bool wasTold = false;
        await using MemoryServer server = await MemoryServer.StartAsync(exchange => Results.Events(async events =>
        {
            await events.SendAsync("one");
            try
            {
                await Task.Delay(Timeout.Infinite, events.Ended);
            }
            finally
            {
                wasTold = true;
            }
        }).SendAsync(exchange));
        MemoryClient client = await server.ConnectAsync();
        await client.Raw.SendAsync(Requests.Get());
        await ReadUntilAsync(client.Raw.Connection, "data: one\n\n");
        Task<StopReport> stopping = server.Server.StopAsync(TimeSpan.FromSeconds(30));
        await ReadUntilAsync(client.Raw.Connection, "0\r\n\r\n");
        await client.CloseAsync();
        await server.EndAsync();

        // Before time goes on: thirty seconds of it pass faster than a connection is let go of.
        await Eventually.TrueAsync(() => server.Server.ConnectionCount == 0);
        await Eventually.TrueAsync(() =>
        {
            server.Advance(0.25);
            return stopping.IsCompleted;
        });
        Assert.True(wasTold);
        Assert.Equal(0, (await stopping).ConnectionsCut);
        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task A_client_that_is_cut_off_ends_the_sequence_at_once()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ServedConnection served = Serve(() => Results.Events(WaitAsync(ended)));
        await served.Client.SendAsync(Requests.Get());
        await ReadUntilAsync(served.Client.Connection, "data: begun\n\n");
        served.Client.Connection.Abort();
        await ended.Task.WaitAsync(Patience);
        await served.EndAsync();
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_client_that_has_left_without_a_word_is_noticed_by_heartbeats()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HttpServer mapped = new("http://127.0.0.1:0");
        mapped.Get("/", () => Results.Events(WaitAsync(ended), TimeSpan.FromMilliseconds(300)));
        await using RunningServer server = await RunningServer.StartAsync(mapped);
        await using (Connection client = await server.ConnectAsync())
        {
            await RunningServer.SendAsync(client, Requests.Get());
            await RunningServer.ReadUntilAsync(client, "data: begun\n\n");
        }

        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_last_id_comes_back_as_it_was_sent()
    {
        await using ServedConnection served = ServedConnection.Start(
            static exchange => exchange.Response.WriteAsync(exchange.Request.Headers.LastEventId ?? "none"));
        Assert.Equal("none", (await served.Client.AskAsync(Requests.Get())).Text);
        string request = "GET / HTTP/1.1\r\nHost: a\r\nLast-Event-ID: Gr\u00C3\u00BC\u00C3\u009Fe-7\r\n\r\n";
        Assert.Equal("Grüße-7", (await served.Client.AskAsync(request)).Text);
    }

    [Fact]
    public async Task Whoever_outlives_the_stream_is_told()
    {
        EventStream? kept = null;
        await using ServedConnection served = Serve(() => Results.Events(events =>
        {
            kept = events;
            return Task.CompletedTask;
        }));
        Assert.Equal("", (await served.Client.AskAsync(Requests.Get())).Text);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.SendAsync("late"));
    }

    private static ServedConnection Serve(Func<Result> handler)
    {
        Router router = new();
        router.Get("/", handler);
        return ServedConnection.Start(router.HandleAsync);
    }

    private static async IAsyncEnumerable<ServerSentEvent> WaitAsync(
        TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return "begun";
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static async Task<string> ReadUntilAsync(Connection connection, string end)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (true)
        {
            int received = await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(received > 0, "The stream ended.");
            all.Write(buffer, 0, received);
            string text = Encoding.UTF8.GetString(all.ToArray());
            if (text.Contains(end, StringComparison.Ordinal))
            {
                return text;
            }
        }
    }
}
