// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Cli.Tests;

/// <summary>A real server process with 220 descriptors and 400 clients.</summary>
public sealed class DescriptorTests
{
    private const int Clients = 400;

    [Theory]
    [Attack("FT-01")]
    // The cap keeps one listener below the limit; three, each with its own cap, run into it.
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0")]
    public async Task Out_of_descriptors_it_lives_serves_those_it_has_and_recovers(params string[] listen)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs bash and its ulimit.");
        string options = string.Join(' ', listen.Select(address => $"-l {address}"));
        await using ProcessRun echo = ProcessRun.Start(
            "bash",
            "-c",
            $"ulimit -n 220; exec '{ProcessRun.Dotnet}' '{ProcessRun.LinnetDll}' echo {options} --backlog 512");
        List<string> addresses = [];
        foreach (string _ in listen)
        {
            addresses.Add(await echo.ReadAddressAsync());
        }

        // The first of each listener is served, before the others come.
        List<Connection> clients = [];
        foreach (string address in addresses)
        {
            clients.Add(await Connector.ConnectAsync(address));
            await ExpectEchoAsync(clients[^1]);
        }

        for (int i = clients.Count; i < Clients; i++)
        {
            clients.Add(await Connector.ConnectAsync(addresses[i % addresses.Count]));
        }

        // They go on being served, and those that wait cost no processor time.
        TimeSpan busy = echo.ProcessorTime();
        long start = Stopwatch.GetTimestamp();
        int rounds = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
        {
            await ExpectEchoAsync(clients[rounds++ % addresses.Count]);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        double load = (echo.ProcessorTime() - busy) / Stopwatch.GetElapsedTime(start);
        Assert.False(echo.HasExited);
        Assert.InRange(load, 0, 0.25);

        clients.ForEach(client => client.Abort());
        start = Stopwatch.GetTimestamp();
        foreach (string address in addresses)
        {
            await using Connection next = await Connector.ConnectAsync(address);
            await ExpectEchoAsync(next);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 1);
        Assert.False(echo.HasExited);
        await echo.SignalAsync("TERM");
        Assert.Equal(0, await echo.ExitAsync());
    }

    private static async Task ExpectEchoAsync(Connection connection)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        byte[] answer = new byte[2];
        await connection.SendAllAsync(new byte[] { 7 }, patience.Token);
        Assert.Equal(1, await connection.ReceiveAsync(answer, patience.Token));
        Assert.Equal(7, answer[0]);
    }
}
