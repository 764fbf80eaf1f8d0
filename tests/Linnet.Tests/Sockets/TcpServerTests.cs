// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class TcpServerTests
{
    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("[::1]:0")]
    [InlineData("*:0")]
    [InlineData("0.0.0.0:0")]
    public async Task Sends_back_what_it_receives(string address)
    {
        await using var server = new TcpServer(address, EchoServing.EchoAsync);
        server.Start();
        int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
        Assert.NotEqual(0, port);

        string host = address.StartsWith("[::1]", StringComparison.Ordinal) ? "[::1]" : "127.0.0.1";
        await using Connection connection = await Connector.ConnectAsync($"{host}:{port}");
        await connection.ExpectEchoAsync("Hello, World!"u8.ToArray());
        connection.ShutdownSend();
        Assert.Equal(0, await connection.ReceiveAsync(new byte[1]));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Every_address_means_both_families_on_one_port(string host)
    {
        var seen = new TaskCompletionSource<EndPoint?>();
        await using var server = new TcpServer("*:0", (connection, _) =>
        {
            seen.SetResult(connection.RemoteEndPoint);
            return Task.CompletedTask;
        });
        server.Start();
        int port = ((IPEndPoint)Assert.Single(server.BoundEndPoints)).Port;
        await using Connection connection = await Connector.ConnectAsync($"{host}:{port}");

        // An IPv4 client is shown as one, not as an IPv6 address with an IPv4 address inside.
        Assert.Equal(connection.LocalEndPoint, await seen.Task);
    }

    [Fact]
    [Rfc("6761", "6.3")]
    public async Task Localhost_with_port_0_listens_on_both_loopback_addresses_on_one_port()
    {
        await using var server = new TcpServer("localhost:0", EchoServing.EchoAsync);
        server.Start();
        IPEndPoint[] bound = [.. server.BoundEndPoints.Cast<IPEndPoint>()];
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], bound.Select(endPoint => endPoint.Address));
        Assert.Equal(bound[0].Port, bound[1].Port);
        foreach (IPEndPoint endPoint in bound)
        {
            await using Connection connection = await Connector.ConnectAsync($"{endPoint}");
            await connection.ExpectEchoAsync([1, 2, 3]);
        }
    }

    [Fact]
    public async Task A_handler_that_fails_ends_its_own_connection_only()
    {
        var failed = new TaskCompletionSource<Exception>();
        await using var server = new TcpServer("127.0.0.1:0", async (connection, stopping) =>
        {
            byte[] first = new byte[1];
            await connection.ReceiveExactlyAsync(first);
            if (first[0] == 'x')
            {
                throw new InvalidOperationException("the handler's own fault");
            }

            await connection.SendAllAsync(first, stopping);
        })
        {
            Options = new() { HandlerFailed = (_, failure) => failed.SetResult(failure) },
        };
        server.Start();
        string address = EchoServing.AddressOf(server);
        await using Connection other = await Connector.ConnectAsync(address);
        await using (Connection failing = await Connector.ConnectAsync(address))
        {
            await failing.SendAllAsync("x"u8.ToArray());
            // A reset, not an end that could be taken for success.
            await Assert.ThrowsAsync<System.IO.IOException>(async () => await failing.ReceiveAsync(new byte[1]));
        }

        await other.ExpectEchoAsync("a"u8.ToArray());
        Assert.Equal("the handler's own fault", (await failed.Task).Message);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_does_not_hold_up_the_next_connection()
    {
        using var release = new ManualResetEventSlim();
        int served = 0;
        await using var server = new TcpServer("127.0.0.1:0", async (connection, stopping) =>
        {
            if (Interlocked.Increment(ref served) == 1)
            {
                release.Wait(stopping);
            }

            await EchoServing.EchoAsync(connection, stopping);
        });
        server.Start();
        await using Connection blocked = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await Eventually.TrueAsync(() => Volatile.Read(ref served) != 0);

        await using Connection next = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await next.ExpectEchoAsync([1]);
        release.Set();
        await blocked.ExpectEchoAsync([2]);
    }

    [Fact]
    public async Task A_port_in_use_is_explained()
    {
        await using var first = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        first.Start();
        string address = EchoServing.AddressOf(first);
        await using var second = new TcpServer(address, EchoServing.EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(second.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, failure.Code);
        Assert.Equal(
            $"Cannot listen on {address}: the port is in use. Stop the program that uses it, or take another port "
            + "(0 finds a free one).",
            failure.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_explained()
    {
        // RFC 5737: 203.0.113.0/24 is for documentation, nobody has it.
        await using var server = new TcpServer("203.0.113.7:0", EchoServing.EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(server.Start);
        Assert.Contains("203.0.113.7", failure.Message);
        Assert.Contains("no such address", failure.Message);
    }

    [Fact]
    public async Task A_zone_without_an_interface_is_explained()
    {
        await using var server = new TcpServer("[fe80::1%nowhere7]:0", EchoServing.EchoAsync);
        EndpointException failure = Assert.Throws<EndpointException>(server.Start);
        Assert.Contains("no network interface 'nowhere7'", failure.Message);
    }

    [Fact]
    public async Task The_port_can_be_bound_again_at_once_after_a_stop_with_connections_open()
    {
        await using var first = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        first.Start();
        string address = EchoServing.AddressOf(first);
        await using Connection connection = await Connector.ConnectAsync(address);
        await connection.ExpectEchoAsync([1]);
        Assert.Equal(0, await first.StopAsync(TimeSpan.FromSeconds(10)));
        // This side closed first, so this side's port has connections in TIME_WAIT now.
        Assert.Equal(0, await connection.ReceiveAsync(new byte[1]));

        await using var second = new TcpServer(address, EchoServing.EchoAsync);
        second.Start();
        await using Connection again = await Connector.ConnectAsync(address);
        await again.ExpectEchoAsync([2]);
    }

    [Fact]
    public async Task Run_serves_until_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        Task running = server.RunAsync(cancellation.Token);
        await using Connection connection = await Connector.ConnectAsync(EchoServing.AddressOf(server));
        await connection.ExpectEchoAsync(Encoding.ASCII.GetBytes("running"));
        Assert.False(running.IsCompleted);
        await cancellation.CancelAsync();
        await running;
        await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync(EchoServing.AddressOf(server)));
    }

    [Fact]
    public async Task A_server_starts_once()
    {
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        server.Start();
        Assert.Throws<InvalidOperationException>(server.Start);
        await server.StopAsync(TimeSpan.Zero);
        Assert.Throws<InvalidOperationException>(server.Start);
    }

    [Fact]
    public async Task A_server_that_was_never_started_stops()
    {
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        Assert.Empty(server.BoundEndPoints);
        Assert.Equal(0, await server.StopAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_thousand_clients_at_once_get_every_byte_back()
    {
        await using var server = new TcpServer("127.0.0.1:0", EchoServing.EchoAsync);
        server.Start();
        string address = EchoServing.AddressOf(server);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async seed =>
        {
            await using Connection connection = await Connector.ConnectAsync(address);
            await connection.StreamAndCompareAsync(length: 128 * 1024, seed);
        }));
    }
}
