// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>What answers a request is lent to one connection after the other: nothing of it is seen by two.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class LendingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task A_connection_that_waits_holds_little_memory()
    {
        Assert.SkipWhen(Carriage.IsSecured, "What TLS costs is counted with the tests of TLS.");
        const int Count = 400;
        await using ConnectedPair pair = await ConnectedPair.OpenAsync();

        // With what a client's socket holds. Without a loop there is an object of the system's library for each.
        int most = pair.Server is LoopConnection ? 2_500 : 5_000;
        await using RunningServer served = await RunningServer.StartAsync(static exchange => Results.Text("a").SendAsync(exchange));
        IPEndPoint end = (IPEndPoint)served.Server.BoundEndPoints[0];
        await HeldByAsync(end, 64);
        long held = await HeldByAsync(end, Count);
        Assert.InRange(held / Count, 1, most);
    }

    [Fact]
    public async Task An_exchange_that_was_used_after_its_end_is_not_lent_to_another_connection()
    {
        List<HttpExchange> seen = [];
        await using RunningServer served = await RunningServer.StartAsync(exchange =>
        {
            seen.Add(exchange);
            return Results.Text("a").SendAsync(exchange);
        });
        await AskAsync(served);
        Assert.Throws<InvalidOperationException>(() => seen[0].Response.StatusCode = 500);
        Assert.Contains("200 OK", await AskAsync(served), StringComparison.Ordinal);
        Assert.NotSame(seen[0], seen[1]);
    }

    [Fact]
    public async Task A_connection_that_was_taken_over_reaches_no_other_after_its_end()
    {
        Connection? kept = null;
        await using RunningServer served = await RunningServer.StartAsync(async exchange =>
        {
            if (exchange.Request.Path == "/up")
            {
                kept = await exchange.UpgradeAsync("own");
                return;
            }

            await Results.Text("a").SendAsync(exchange);
        });
        await served.AskAsync("GET /up HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: own\r\n\r\n");
        await using Connection other = await served.ConnectAsync();
        await RunningServer.SendAsync(other, Get);
        await RunningServer.ReadUntilAsync(other, "\r\n\r\na");

        Assert.NotNull(kept);
        await Assert.ThrowsAnyAsync<Exception>(() => kept.SendAllAsync("canary"u8.ToArray()).AsTask());
        await Assert.ThrowsAnyAsync<Exception>(() => kept.ReceiveAsync(new byte[8]).AsTask());
        kept.Abort();
        await RunningServer.SendAsync(other, Get);
        Assert.DoesNotContain("canary", await RunningServer.ReadUntilAsync(other, "\r\n\r\na"), StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("9112", "9.3")]
    public async Task Connections_that_take_turns_get_their_own_answers()
    {
        await using RunningServer served = await RunningServer.StartAsync(async exchange =>
        {
            using MemoryStream body = new();
            await exchange.Request.Body.CopyToAsync(body, exchange.Aborted);
            await exchange.Response.WriteAsync(body.ToArray(), exchange.Aborted);
        });
        Connection[] clients = [.. await Task.WhenAll(
            served.ConnectAsync(), served.ConnectAsync(), served.ConnectAsync(), served.ConnectAsync())];
        for (int round = 0; round < 50; round++)
        {
            // The heads first, each with half of its body, so that all of them are under way at once.
            for (int i = 0; i < clients.Length; i++)
            {
                string head = $"POST /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n";
                await RunningServer.SendAsync(clients[i], $"{head}{i}{i}{i}");
            }

            for (int i = clients.Length - 1; i >= 0; i--)
            {
                await RunningServer.SendAsync(clients[i], $"{round % 10}{i}.");
                string answer = await RunningServer.ReadUntilAsync(clients[i], ".");
                Assert.EndsWith($"\r\n\r\n{i}{i}{i}{round % 10}{i}.", answer, StringComparison.Ordinal);
            }
        }

        foreach (Connection client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<string> AskAsync(RunningServer served)
    {
        await using Connection connection = await served.ConnectAsync();
        await RunningServer.SendAsync(connection, Get);
        return await RunningServer.ReadUntilAsync(connection, "\r\n\r\na");
    }

    private static async Task<long> HeldByAsync(IPEndPoint end, int count)
    {
        Socket[] clients = new Socket[count];
        for (int i = 0; i < count; i++)
        {
            clients[i] = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        }

        byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray();
        byte[] answer = new byte[1024];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (Socket client in clients)
        {
            await client.ConnectAsync(end, TestContext.Current.CancellationToken);
            await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(await client.ReceiveAsync(answer, TestContext.Current.CancellationToken) > 0);
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        foreach (Socket client in clients)
        {
            client.Dispose();
        }

        return held;
    }
}
