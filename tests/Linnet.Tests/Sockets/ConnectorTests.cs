// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

public sealed class ConnectorTests
{
    [Theory]
    [Rfc("6761", "6.3")]
    [InlineData("127.0.0.1:0")]
    [InlineData("[::1]:0")]
    public async Task Localhost_finds_the_server_on_either_loopback_address(string listen)
    {
        await using var server = new TcpServer(listen, EchoServing.EchoAsync);
        server.Start();
        int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
        await using Connection connection = await Connector.ConnectAsync($"localhost:{port}");
        await connection.ExpectEchoAsync([1]);
    }

    [Fact]
    public async Task When_every_address_fails_each_is_named_with_its_reason()
    {
        int port = await UnusedPortAsync();
        EndpointException failure =
            await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync($"localhost:{port}"));
        Assert.Equal(
            $"Cannot connect to tcp://localhost:{port}: 127.0.0.1:{port} connection refused, [::1]:{port} connection "
            + "refused. Start the server, or check host and port.",
            failure.Message);
        Assert.Equal(SocketError.ConnectionRefused, failure.Code);
        Assert.Equal(2, Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions.Count);
    }

    [Fact]
    public async Task A_refused_connection_says_what_to_try()
    {
        int port = await UnusedPortAsync();
        EndpointException failure =
            await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync($"127.0.0.1:{port}"));
        Assert.Equal(
            $"Cannot connect to tcp://127.0.0.1:{port}: connection refused. Start the server, or check host and port.",
            failure.Message);
    }

    [Fact]
    [Rfc("6761", "6.4")]
    public async Task A_name_that_does_not_exist_is_explained()
    {
        EndpointException failure =
            await Assert.ThrowsAsync<EndpointException>(() => Connector.ConnectAsync("linnet.invalid:80"));
        Assert.StartsWith("Cannot connect to tcp://linnet.invalid:80: the name ", failure.Message);
        Assert.EndsWith("Check how the name is spelled and that this machine is online.", failure.Message);
    }

    [Fact]
    public async Task The_name_of_this_machine_is_resolved_and_each_address_tried()
    {
        await using var server = new TcpServer("*:0", EchoServing.EchoAsync);
        server.Start();
        int port = ((IPEndPoint)server.BoundEndPoints[0]).Port;
        string name = Dns.GetHostName();
        try
        {
            Assert.NotEmpty(await Dns.GetHostAddressesAsync(name));
        }
        catch (SocketException)
        {
            Assert.Skip("This machine's own name does not resolve.");
        }

        await using Connection connection = await Connector.ConnectAsync($"{name}:{port}");
        await connection.ExpectEchoAsync([1]);
    }

    [Theory]
    [InlineData("*:80", "localhost:80")]
    [InlineData("127.0.0.1:0", "127.0.0.1:65432")]
    [InlineData("udp://127.0.0.1:80", "tcp://127.0.0.1:65432")]
    [InlineData("https://127.0.0.1:80", "tcp://127.0.0.1:65432")]
    [InlineData("nonsense", "nonsense:8080")]
    public async Task Refuses_what_nobody_can_connect_to(string address, string example)
    {
        FormatException refusal =
            await Assert.ThrowsAsync<FormatException>(() => Connector.ConnectAsync(address));
        Assert.Contains(example, refusal.Message);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:80")]
    [InlineData("unix:/run/app.sock")]
    public async Task Refuses_to_send_datagrams_to_what_is_not_UDP(string address)
    {
        FormatException refusal =
            await Assert.ThrowsAsync<FormatException>(() => Connector.ConnectUdpAsync(address));
        Assert.Contains("udp://127.0.0.1:65432", refusal.Message);
    }

    [Fact]
    public async Task Connecting_can_be_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Connector.ConnectAsync("127.0.0.1:9", new CancellationToken(canceled: true)));
    }

    /// <summary>A port that was free on both loopback addresses a moment ago.</summary>
    private static async Task<int> UnusedPortAsync()
    {
        await using var server = new TcpServer("localhost:0", EchoServing.EchoAsync);
        server.Start();
        return ((IPEndPoint)server.BoundEndPoints[0]).Port;
    }
}
