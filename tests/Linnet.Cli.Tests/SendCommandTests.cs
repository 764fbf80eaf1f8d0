// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class SendCommandTests
{
    [Fact]
    public async Task Without_a_message_it_says_hello()
    {
        await using TcpServer server = StartEcho();
        await using CommandRun run = CommandRun.Start("send", "--to", AddressOf(server));
        Assert.Equal((ExitCode.Done, $"Received 'Hello, World!'{Environment.NewLine}"), await run.FinishAsync());
        Assert.Empty(run.ErrorText);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("@file", "@file")]
    [InlineData("Grüße\n", @"Grüße\n")]
    [InlineData("[red]not markup[/]", "[red]not markup[/]")]
    public async Task Any_message_comes_back_as_it_was_sent(string message, string shown)
    {
        await using TcpServer server = StartEcho();
        await using CommandRun run = CommandRun.Start("send", message, "--to", AddressOf(server));
        Assert.Equal((ExitCode.Done, $"Received '{shown}'{Environment.NewLine}"), await run.FinishAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_shown_escaped()
    {
        await using TcpServer server = Start(async (connection, stopping) =>
        {
            await connection.ReceiveAsync(new byte[100], stopping);
            await connection.SendAllAsync(new byte[] { 0x41, 0x00, 0xff, 0x1b }, stopping);
        });
        await using CommandRun run = CommandRun.Start("send", "--to", AddressOf(server));
        Assert.Equal((ExitCode.Done, $@"Received 'A\x00\xff\x1b'{Environment.NewLine}"), await run.FinishAsync());
    }

    [Fact]
    public async Task Input_comes_back_byte_for_byte_and_is_streamed_both_ways_at_once()
    {
        await using TcpServer server = StartEcho();
        // More than all buffers between the two ends hold: sending first and receiving then would stand still.
        byte[] data = new byte[32 * 1024 * 1024];
        new Random(7).NextBytes(data);
        await using CommandRun run = CommandRun.StartWithInput(
            new MemoryStream(data), "send", "-", "--to", AddressOf(server));
        (int code, byte[] output) = await run.FinishBytesAsync();
        Assert.Equal(ExitCode.Done, code);
        Assert.True(data.AsSpan().SequenceEqual(output));
        Assert.Empty(run.ErrorText);
    }

    [Fact]
    public async Task An_answer_is_written_while_input_is_still_to_come()
    {
        await using TcpServer server = StartEcho();
        Pipe input = new();
        await using CommandRun run = CommandRun.StartWithInput(
            input.Reader.AsStream(), "send", "-", "--to", AddressOf(server));
        await input.Writer.WriteAsync("first\n"u8.ToArray());
        Assert.Equal("first", await run.ReadLineAsync());
        await input.Writer.WriteAsync("second\n"u8.ToArray());
        Assert.Equal("second", await run.ReadLineAsync());
        await input.Writer.CompleteAsync();
        Assert.Equal((ExitCode.Done, ""), await run.FinishAsync());
    }

    [Fact]
    public async Task A_server_that_leaves_before_the_end_of_the_input_is_a_failure()
    {
        await using TcpServer server = Start(async (connection, stopping) =>
        {
            await connection.ReceiveAsync(new byte[1], stopping);
        });
        Pipe input = new();
        await using CommandRun run = CommandRun.StartWithInput(
            input.Reader.AsStream(), "send", "-", "--to", AddressOf(server));
        await input.Writer.WriteAsync(new byte[1]);
        (int code, _) = await run.FinishAsync();
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(
            $"linnet: {AddressOf(server)} ended the connection before all of the input had been sent to it."
            + Environment.NewLine,
            run.ErrorText);
    }

    [Fact]
    public async Task A_server_that_answers_without_hearing_the_message_out_has_answered()
    {
        await using TcpServer server = Start(async (connection, stopping) =>
        {
            await connection.SendAllAsync("enough"u8.ToArray(), stopping);
            connection.ShutdownSend();
            // Until the client is gone: closing now would reset what it has not received yet.
            await Task.Delay(Timeout.Infinite, stopping);
        });
        await using CommandRun run = CommandRun.Start("send", new string('a', 20_000_000), "--to", AddressOf(server));
        Assert.Equal((ExitCode.Done, $"Received 'enough'{Environment.NewLine}"), await run.FinishAsync());
    }

    [Fact]
    public async Task A_server_that_fails_is_a_failure_after_what_it_sent()
    {
        await using TcpServer server = Start(async (connection, stopping) =>
        {
            await connection.SendAllAsync("par"u8.ToArray(), stopping);
            // Until the client has it, because a reset may overtake.
            await connection.ReceiveAsync(new byte[100], stopping);
            await connection.WaitForDataAsync(stopping);
            throw new InvalidOperationException("the handler's own fault");
        });
        await using CommandRun run = CommandRun.Start("send", "--to", AddressOf(server));
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("Received '", output);
        Assert.EndsWith($"'{Environment.NewLine}", output);
        Assert.StartsWith("linnet: The connection failed: ", run.ErrorText);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_a_failure_after_the_timeout()
    {
        await using TcpServer server = Start(async (connection, stopping) =>
        {
            await connection.SendAllAsync("begun"u8.ToArray(), stopping);
            await Task.Delay(Timeout.Infinite, stopping);
        });
        string address = AddressOf(server);
        await using CommandRun run = CommandRun.Start("send", "--timeout", "1", "--to", address);
        Assert.Equal((ExitCode.Failed, $"Received 'begun'{Environment.NewLine}"), await run.FinishAsync());
        Assert.Equal(
            $"linnet: {address} did not end its answer: nothing came for 1 s. Wait longer with --timeout, or use - to "
            + $"talk without one.{Environment.NewLine}",
            run.ErrorText);
    }

    [Fact]
    public async Task Nobody_listening_is_one_clear_line()
    {
        TcpServer server = StartEcho();
        string address = AddressOf(server);
        await server.DisposeAsync();
        foreach (string message in (string[])["-", "Hello"])
        {
            await using CommandRun run = CommandRun.Start("send", message, "--to", address);
            Assert.Equal((ExitCode.Failed, ""), await run.FinishAsync());
            Assert.Equal(
                $"linnet: Cannot connect to {address}: connection refused. Start the server, or check host and port."
                + Environment.NewLine,
                run.ErrorText);
        }
    }

    [Fact]
    public async Task Stopped_while_it_waits_it_fails_at_once()
    {
        await using TcpServer server = StartEcho();
        Pipe input = new();
        await using CommandRun run = CommandRun.StartWithInput(
            input.Reader.AsStream(), "send", "-", "--to", AddressOf(server));
        await input.Writer.WriteAsync("x\n"u8.ToArray());
        await run.ReadLineAsync();
        await run.StopAsync();
        Assert.Equal((ExitCode.Failed, ""), await run.FinishAsync());
        Assert.Equal($"linnet: Stopped before it was done.{Environment.NewLine}", run.ErrorText);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_507)]
    public async Task Over_UDP_input_is_one_datagram(int length)
    {
        await using UdpServer server = StartUdp(datagram => datagram.ReplyAsync(datagram.Payload));
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        await using CommandRun run = CommandRun.StartWithInput(
            new MemoryStream(data), "send", "-", "--to", AddressOf(server));
        (int code, byte[] output) = await run.FinishBytesAsync();
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(data, output);
    }

    [Fact]
    public async Task Over_UDP_input_that_is_too_long_for_a_datagram_is_refused()
    {
        await using UdpServer server = StartUdp(datagram => datagram.ReplyAsync(datagram.Payload));
        await using CommandRun run = CommandRun.StartWithInput(
            new MemoryStream(new byte[65_508]), "send", "-", "--to", AddressOf(server));
        Assert.Equal((ExitCode.Failed, ""), await run.FinishAsync());
        Assert.Equal(
            $"linnet: Cannot send to {AddressOf(server)}: a datagram carries 65507 bytes at most. Send less, or use "
            + $"tcp://.{Environment.NewLine}",
            run.ErrorText);
    }

    [Fact]
    public async Task Over_UDP_a_message_that_nobody_answers_is_a_failure_after_the_timeout()
    {
        await using UdpServer server = StartUdp(_ => ValueTask.CompletedTask);
        await using CommandRun run = CommandRun.Start("send", "--timeout", "1", "--to", AddressOf(server));
        Assert.Equal((ExitCode.Failed, ""), await run.FinishAsync());
        Assert.Equal(
            $"linnet: {AddressOf(server)} sent no answer within 1 s. Start the server, check host and port, or wait "
            + $"longer with --timeout.{Environment.NewLine}",
            run.ErrorText);
    }

    [Fact]
    public async Task Over_UDP_an_answer_that_is_not_text_is_shown_escaped()
    {
        await using UdpServer server = StartUdp(datagram => datagram.ReplyAsync(new byte[] { 0xc3, 0x0a }));
        await using CommandRun run = CommandRun.Start("send", "--to", AddressOf(server));
        Assert.Equal((ExitCode.Done, $@"Received '\xc3\n'{Environment.NewLine}"), await run.FinishAsync());
    }

    private static TcpServer StartEcho() => Start(async (connection, stopping) =>
    {
        byte[] buffer = new byte[64 * 1024];
        while (await connection.ReceiveAsync(buffer, stopping) is int received and > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received), stopping);
        }
    });

    private static TcpServer Start(Func<Connection, CancellationToken, Task> handler)
    {
        TcpServer server = new("127.0.0.1:0", handler);
        server.Start();
        return server;
    }

    private static UdpServer StartUdp(Func<Datagram, ValueTask> handler)
    {
        UdpServer server = new("127.0.0.1:0", (datagram, _) => handler(datagram).AsTask());
        server.Start();
        return server;
    }

    private static string AddressOf(TcpServer server) => $"tcp://{server.BoundEndPoints[0]}";

    private static string AddressOf(UdpServer server) => $"udp://{server.BoundEndPoints[0]}";
}
