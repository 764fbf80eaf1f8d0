// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Cli.Tests;

/// <summary>The command as the process that a shell would start.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Exit_codes_and_streams_are_those_of_a_process()
    {
        await using ProcessRun usage = ProcessRun.StartLinnet("echo", "--backlog", "none");
        Assert.Equal(2, await usage.ExitAsync());
        Assert.StartsWith("linnet: --backlog is 'none'", await usage.Error.ReadToEndAsync());
        Assert.Empty(await usage.Output.ReadToEndAsync());

        await using ProcessRun failure = ProcessRun.StartLinnet("echo", "-l", "unix:/no/such/folder/a.sock");
        Assert.Equal(1, await failure.ExitAsync());
        Assert.StartsWith("linnet: Cannot listen on", await failure.Error.ReadToEndAsync());

        await using ProcessRun help = ProcessRun.StartLinnet("--help");
        Assert.Equal(0, await help.ExitAsync());
        Assert.Contains("Examples:", await help.Output.ReadToEndAsync());
    }

    [Fact]
    public async Task Input_is_streamed_to_a_server_and_back()
    {
        await using ProcessRun echo = ProcessRun.StartLinnet("echo", "-l", "127.0.0.1:0");
        string address = await echo.ReadAddressAsync();
        byte[] data = new byte[8 * 1024 * 1024];
        new Random(11).NextBytes(data);
        await using ProcessRun send = ProcessRun.StartLinnet("send", "-", "--to", address);
        byte[] output = await ExchangeAsync(send, data);
        Assert.True(data.AsSpan().SequenceEqual(output));
        Assert.Equal(0, await send.ExitAsync());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_gracefully(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs env --default-signal.");
        // Whatever started the tests may have told its children to ignore Ctrl+C.
        await using ProcessRun echo = ProcessRun.Start(
            "env", "--default-signal=INT", ProcessRun.Dotnet, ProcessRun.LinnetDll, "echo", "-l", "127.0.0.1:0");
        await using Connection client = await Connector.ConnectAsync(await echo.ReadAddressAsync());
        await client.SendAllAsync(new byte[] { 1 });
        Assert.Equal(1, await client.ReceiveAsync(new byte[2]));
        await echo.SignalAsync(signal);
        Assert.Equal(0, await echo.ExitAsync());
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]));
        Assert.Equal($"Connected by {client.LocalEndPoint}{Environment.NewLine}", await echo.Output.ReadToEndAsync());
        Assert.Empty(await echo.Error.ReadToEndAsync());
    }

    [Fact]
    public async Task The_second_signal_ends_the_process_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs env --default-signal.");
        await using ProcessRun echo = ProcessRun.Start(
            "env", "--default-signal=INT", ProcessRun.Dotnet, ProcessRun.LinnetDll,
            "echo", "-l", "127.0.0.1:0", "--backlog", "512");
        string address = await echo.ReadAddressAsync();
        // Nobody reads what it prints, and a full pipe holds up the graceful end.
        for (int i = 0; i < 4000; i++)
        {
            await using Connection client = await Connector.ConnectAsync(address);
        }

        await echo.SignalAsync("INT");
        await UntilRefusedAsync(address);
        Assert.False(echo.HasExited);
        await echo.SignalAsync("INT");
        Assert.Equal(128 + 2, await echo.ExitAsync());
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:0", "TCP4")]
    [InlineData("tcp://[::1]:0", "TCP6")]
    [InlineData("unix:", "UNIX-CONNECT")]
    public async Task Socat_gets_its_bytes_back_from_echo(string listen, string socatKind)
    {
        Assert.SkipUnless(ProcessRun.Exists("socat"), "socat is not installed.");
        string path = Path.Combine(Path.GetTempPath(), $"linnet-{Guid.NewGuid():N}.sock");
        await using CommandRun echo = CommandRun.Start("echo", "-l", listen is "unix:" ? $"unix:{path}" : listen);
        string address = await echo.ReadAddressAsync();
        string target = address[(address.StartsWith("tcp://", StringComparison.Ordinal) ? 6 : 5)..];
        byte[] data = new byte[1024 * 1024];
        new Random(12).NextBytes(data);
        await using ProcessRun socat = ProcessRun.Start("socat", "-t", "30", "-", $"{socatKind}:{target}");
        Assert.Equal(data, await ExchangeAsync(socat, data));
        Assert.Equal(0, await socat.ExitAsync());
    }

    [Fact]
    public async Task Send_gets_its_bytes_back_from_socat()
    {
        Assert.SkipUnless(ProcessRun.Exists("socat"), "socat is not installed.");
        await using ProcessRun socat = ProcessRun.Start(
            "socat", "-d", "-d", "-t", "30", "TCP4-LISTEN:0,bind=127.0.0.1,fork", "PIPE");
        string address = await SocatAddressAsync(socat);
        byte[] data = new byte[1024 * 1024];
        new Random(13).NextBytes(data);
        await using CommandRun input = CommandRun.StartWithInput(new MemoryStream(data), "send", "-", "-t", address);
        (int code, byte[] output) = await input.FinishBytesAsync();
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(data, output);

        await using CommandRun message = CommandRun.Start("send", "to socat", "-t", address);
        Assert.Equal((ExitCode.Done, $"Received 'to socat'{Environment.NewLine}"), await message.FinishAsync());
    }

    private static async Task<byte[]> ExchangeAsync(ProcessRun process, byte[] data)
    {
        using MemoryStream output = new();
        await Task.WhenAll(WriteAsync(process, data), process.Output.BaseStream.CopyToAsync(output));
        return output.ToArray();
    }

    private static async Task WriteAsync(ProcessRun process, byte[] data)
    {
        await process.Input.BaseStream.WriteAsync(data);
        process.Input.Close();
    }

    private static async Task<string> SocatAddressAsync(ProcessRun socat)
    {
        List<string> lines = [];
        while (await socat.Error.ReadLineAsync() is string line)
        {
            lines.Add(line);
            int mark = line.IndexOf("listening on AF=2 ", StringComparison.Ordinal);
            if (mark >= 0)
            {
                return $"tcp://{line[(mark + "listening on AF=2 ".Length)..]}";
            }
        }

        throw new InvalidOperationException(string.Join('\n', lines));
    }

    private static async Task UntilRefusedAsync(string address)
    {
        try
        {
            while (true)
            {
                await using Connection client = await Connector.ConnectAsync(address);
            }
        }
        catch (EndpointException)
        {
            // It listens no longer.
        }
    }
}
