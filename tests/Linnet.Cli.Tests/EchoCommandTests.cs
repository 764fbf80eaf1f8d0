// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class EchoCommandTests
{
    [Theory]
    [InlineData("127.0.0.1:0", "tcp://127.0.0.1:")]
    [InlineData("tcp://[::1]:0", "tcp://[::1]:")]
    public async Task Prints_where_it_listens_and_who_connects_and_sends_back(string listen, string expected)
    {
        await using CommandRun run = CommandRun.Start("echo", "--listen", listen);
        string address = await run.ReadAddressAsync();
        Assert.StartsWith(expected, address);
        for (int i = 0; i < 3; i++)
        {
            await using Connection client = await Connector.ConnectAsync(address);
            await client.SendAllAsync("Hello"u8.ToArray());
            client.ShutdownSend();
            Assert.Equal("Hello"u8.ToArray(), await ReceiveAllAsync(client));
            Assert.Equal($"Connected by {client.LocalEndPoint}", await run.ReadLineAsync());
        }

        await run.StopAsync();
        Assert.Equal((ExitCode.Done, ""), await run.FinishAsync());
        Assert.Empty(run.ErrorText);
    }

    [Fact]
    public async Task Listens_on_every_address_that_is_asked_for()
    {
        string path = Path.Combine(Path.GetTempPath(), $"linnet-{Guid.NewGuid():N}.sock");
        await using CommandRun run = CommandRun.Start(
            "echo", "-l", "localhost:0", "--listen", "udp://localhost:0", "-l", $"unix:{path}");
        List<string> addresses = [];
        for (int i = 0; i < 5; i++)
        {
            addresses.Add(await run.ReadAddressAsync());
        }

        string[] expected = ["tcp://127.0.0.1:", "tcp://[::1]:", "udp://127.0.0.1:", "udp://[::1]:", $"unix:{path}"];
        Assert.All(addresses.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First));
        foreach (string address in addresses)
        {
            await using CommandRun send = CommandRun.Start("send", "to each", "--to", address);
            Assert.Equal((ExitCode.Done, $"Received 'to each'{Environment.NewLine}"), await send.FinishAsync());
            string? line = await run.ReadLineAsync();
            Assert.StartsWith(
                address[0] == 'u' ? address[1] == 'd' ? "Datagram from " : "Connected by a client of " : "Connected by ",
                line);
        }

        await run.StopAsync();
        Assert.Equal(ExitCode.Done, await run.Exit);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_buffer_of_one_byte_gives_the_same_echo()
    {
        await using CommandRun run = CommandRun.Start("echo", "-l", "127.0.0.1:0", "--buffer", "1", "--backlog", "1");
        await using Connection client = await Connector.ConnectAsync(await run.ReadAddressAsync());
        byte[] message = new byte[2000];
        new Random(1).NextBytes(message);
        await client.SendAllAsync(message);
        client.ShutdownSend();
        Assert.Equal(message, await ReceiveAllAsync(client));
    }

    [Fact]
    public async Task A_client_that_half_closes_still_gets_everything_back()
    {
        await using CommandRun run = CommandRun.Start("echo", "-l", "127.0.0.1:0");
        await using Connection client = await Connector.ConnectAsync(await run.ReadAddressAsync());
        byte[] message = new byte[3_000_000];
        new Random(2).NextBytes(message);
        Task<byte[]> receiving = ReceiveAllAsync(client);
        await client.SendAllAsync(message);
        client.ShutdownSend();
        Assert.Equal(message, await receiving);
    }

    [Fact]
    public async Task A_client_that_resets_is_reported_and_the_next_is_served()
    {
        await using CommandRun run = CommandRun.Start("echo", "-l", "127.0.0.1:0");
        string address = await run.ReadAddressAsync();
        string name;
        await using (Connection client = await Connector.ConnectAsync(address))
        {
            name = $"{client.LocalEndPoint}";
            await run.ReadLineAsync();
            client.Abort();
        }

        await using Connection next = await Connector.ConnectAsync(address);
        await next.SendAllAsync(new byte[] { 1 });
        Assert.Equal(1, await next.ReceiveAsync(new byte[2]));

        // Each connection has a thread of its own choice: the next may be served before the reset is told of.
        Assert.True(SpinWait.SpinUntil(() => run.ErrorText.Length > 0, TimeSpan.FromSeconds(30)));
        await run.StopAsync();
        await run.FinishAsync();
        Assert.StartsWith($"{name}: ", run.ErrorText);
        Assert.Single(run.ErrorText.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_clients_that_stay()
    {
        await using CommandRun run = CommandRun.Start("echo", "-l", "127.0.0.1:0");
        await using Connection client = await Connector.ConnectAsync(await run.ReadAddressAsync());
        await run.ReadLineAsync();
        await run.StopAsync();
        Assert.Equal(ExitCode.Done, await run.Exit);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        Assert.Empty(run.ErrorText);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_nothing_is_announced()
    {
        await using CommandRun first = CommandRun.Start("echo", "-l", "127.0.0.1:0");
        string address = await first.ReadAddressAsync();
        await using CommandRun second = CommandRun.Start("echo", "-l", "127.0.0.1:0", "-l", address);
        Assert.Equal((ExitCode.Failed, ""), await second.FinishAsync());
        Assert.Equal(
            $"linnet: Cannot listen on {address}: the port is in use. Stop the program that uses it, or take another "
            + $"port (0 finds a free one).{Environment.NewLine}",
            second.ErrorText);
    }

    [Fact]
    public async Task A_missing_folder_is_one_clear_line()
    {
        await using CommandRun run = CommandRun.Start("echo", "-l", "unix:/no/such/folder/echo.sock");
        Assert.Equal((ExitCode.Failed, ""), await run.FinishAsync());
        Assert.Equal(
            "linnet: Cannot listen on unix:/no/such/folder/echo.sock: the folder does not exist. Create it, or take a "
            + $"path in a folder that exists.{Environment.NewLine}",
            run.ErrorText);
    }

    private static async Task<byte[]> ReceiveAllAsync(Connection connection)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[64 * 1024];
        while (await connection.ReceiveAsync(buffer) is int received and > 0)
        {
            all.Write(buffer, 0, received);
        }

        return all.ToArray();
    }
}
