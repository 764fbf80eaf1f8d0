// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Sockets;
using Linnet.Tests.Tls;
using Linnet.Tests.WebSockets;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.Draining;

/// <summary>
/// A stop finds clients of a real network in every state: each gets all that it has been promised, and then an orderly end, and
/// the report says that nobody was cut. <see cref="DrainTests"/> has the same in memory, with the times.
/// </summary>
public sealed class DrainOverSocketsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Attack("DR-01")]
    public async Task Who_has_connected_and_sent_nothing_is_closed_in_order()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        RawClient client = await ConnectAsync(server);
        await ExpectDrainedAsync(client, server.Server.StopAsync());
    }

    [Fact]
    [Attack("DR-01")]
    public async Task Who_waits_in_the_kernel_is_accepted_and_answered()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer, new HttpServerOptions
        {
            Listen = static (address, options) =>
                [.. StreamListener.Listen(address, options).Select(static one => new DeafListener(one))],
        });
        Connection connection = await Connector.ConnectAsync(
            string.Create(CultureInfo.InvariantCulture, $"{(IPEndPoint)server.Server.BoundEndPoints[0]}"), Cancelled);
        Task<RawClient> asking = AskAsync(connection);
        Assert.Equal(0, server.Server.ConnectionCount);
        Task<StopReport> stopping = server.Server.StopAsync();
        RawClient client = await asking.WaitAsync(Patience);
        Assert.True((await client.ReceiveAsync()).SaysClose);
        await ExpectDrainedAsync(client, stopping);

        static async Task<RawClient> AskAsync(Connection connection)
        {
            RawClient client = new(await Carriage.BeginAsync(connection));
            await client.SendAsync(Requests.Get());
            return client;
        }
    }

    [Fact]
    [Attack("DR-01")]
    public async Task Who_shakes_hands_may_finish_and_ask()
    {
        await using HttpServer server = new("https://127.0.0.1:0", DrainHandler.Answer)
        {
            Options = new HttpServerOptions { Certificates = [TestCertificates.Local] },
        };
        await server.StartAsync(Cancelled);
        await using HalfRelay relay = new(server.BoundEndPoints[0], first: 50);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(relay.EndPoint, Cancelled);
        await using SslStream stream = new(new NetworkStream(socket));
        Task shaking = stream.AuthenticateAsClientAsync(TlsPair.ClientOptions(), Cancelled);
        await relay.Stopped.WaitAsync(Patience, Cancelled);
        await Eventually.TrueAsync(() => server.ConnectionCount == 1);
        Task<StopReport> stopping = server.StopAsync();
        relay.GoOn();
        await shaking.WaitAsync(Patience, Cancelled);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Cancelled);
        using StreamReader reader = new(stream);
        string answer = await reader.ReadToEndAsync(Cancelled).WaitAsync(Patience, Cancelled);
        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.Contains("\r\nConnection: close\r\n", answer);
        Assert.EndsWith("\r\n\r\nhello", answer);
        socket.Close();
        Assert.Equal(0, (await stopping.WaitAsync(Patience, Cancelled)).ConnectionsCut);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task Half_a_head_is_waited_for_and_answered()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync("GET / HTTP/1.1\r\nHo");
        Task<StopReport> stopping = server.Server.StopAsync();
        await ExpectLastAsync(client, "st: a\r\n\r\n", "hello");
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    [Rfc("9110", "10.1.1")]
    public async Task Who_waits_to_be_told_to_continue_is_told_so()
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(handler.WaitThenEchoAsync);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.PostHead(5, "Expect: 100-continue\r\n"));
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        handler.GoOn();
        Assert.Equal(100, (await client.ReceiveAsync()).Status);
        await ExpectLastAsync(client, "01234", "01234");
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    [Rfc("9110", "10.1.1")]
    public async Task Who_was_told_to_continue_may()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.EchoAsync);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.PostHead(5, "Expect: 100-continue\r\n"));
        Assert.Equal(100, (await client.ReceiveAsync()).Status);
        Task<StopReport> stopping = server.Server.StopAsync();
        await ExpectLastAsync(client, "01234", "01234");
        await ExpectDrainedAsync(client, stopping);
    }

    [Theory]
    [Attack("DR-01")]
    [InlineData("Content-Length: 10", "01234", "56789")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n01234\r\n5\r\n5", "6789\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "a;x=y\r\n0123456789\r\n", "0\r\nTrailer: t\r\n\r\n")]
    public async Task An_upload_half_way_is_received_to_its_end(string framing, string first, string rest)
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(handler.WaitThenEchoAsync);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n{first}");
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        handler.GoOn();
        await ExpectLastAsync(client, rest, "0123456789");
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task A_long_response_is_sent_to_its_end()
    {
        // More than the buffers of both ends hold, so that the server waits for the client.
        const int Bytes = 24 * 1024 * 1024;
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer server = await RunningServer.StartAsync(async exchange =>
        {
            exchange.Response.ContentLength = Bytes;
            await exchange.Response.WriteAsync(new byte[Bytes / 2]);
            began.SetResult();
            await exchange.Response.WriteAsync(new byte[Bytes / 2]);
        });
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.Get());
        Task<ReceivedResponse> receiving = client.ReceiveAsync();
        await began.Task.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        ReceivedResponse response = await receiving.WaitAsync(Patience, Cancelled);
        Assert.Equal(Bytes, response.Body.Length);
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task A_response_that_nobody_reads_yet_is_there_to_be_read()
    {
        const int Bytes = 24 * 1024 * 1024;
        await using RunningServer server = await RunningServer.StartAsync(
            static exchange => exchange.Response.WriteAsync(new byte[Bytes]));
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.Get());
        Assert.True(await client.Connection.WaitForDataAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled));
        Task<StopReport> stopping = server.Server.StopAsync();
        await Eventually.TrueAsync(() => !server.Server.IsReady);
        Assert.False(stopping.IsCompleted);
        Assert.Equal(Bytes, (await client.ReceiveAsync()).Body.Length);
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task A_response_without_a_length_is_streamed_to_its_last_chunk()
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(handler.StreamAsync);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.Get());
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        handler.GoOn();
        Assert.Equal("beginning, end", (await client.ReceiveAsync()).Text);
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    [Rfc("9112", "9.3.2"), Rfc("9112", "9.6")]
    public async Task Requests_behind_the_one_that_runs_are_answered_and_the_last_says_close()
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(handler.WaitThenAnswerAsync);
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(string.Concat(Enumerable.Repeat(Requests.Get(), 5)) + "GET / HTTP/1.1\r\nHo");
        await handler.Began.WaitAsync(Patience, Cancelled);
        Task<StopReport> stopping = server.Server.StopAsync();
        handler.GoOn();
        for (int number = 0; number < 5; number++)
        {
            ReceivedResponse response = await client.ReceiveAsync();
            Assert.Equal((200, false), (response.Status, response.SaysClose));
        }

        await ExpectLastAsync(client, "st: a\r\n\r\n", "hello");
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task An_idle_connection_has_a_moment_and_is_closed_in_order()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.Answer);
        RawClient client = await ConnectAsync(server);
        Assert.False((await client.AskAsync(Requests.Get())).SaysClose);
        await ExpectDrainedAsync(client, server.Server.StopAsync());
    }

    [Fact]
    [Attack("DR-01")]
    public async Task Another_protocol_is_spoken_to_its_end()
    {
        await using RunningServer server = await RunningServer.StartAsync(DrainHandler.UpgradeAsync);
        RawClient client = await ConnectAsync(server);
        Assert.Equal(101, (await client.AskAsync(DrainHandler.Offer)).Status);
        Task<StopReport> stopping = server.Server.StopAsync();
        byte[] echo = new byte[10];
        for (int turn = 0; turn < 10; turn++)
        {
            await client.SendAsync("still here");
            Assert.Equal(10, await client.Connection.ReceiveAsync(echo, Cancelled).AsTask().WaitAsync(Patience, Cancelled));
        }

        Assert.False(stopping.IsCompleted);
        client.EndSending();
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01"), Attack("WS-12")]
    public async Task A_WebSocket_is_told_that_the_server_goes_away()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new WebSocketEndpoint(SocketClient.EchoAsync, new WebSocketOptions()).HandleAsync);
        SocketClient client = await SocketClient.OpenAsync(await server.ConnectAsync());
        await client.SendAsync(RawFrame.Of(RawFrame.Text, "here"));
        await client.ExpectAsync(RawFrame.Text, "here");
        Task<StopReport> stopping = server.Server.StopAsync();
        await client.ExpectCloseAsync(1001, answers: true);
        await client.CloseAsync();
        Assert.Equal(0, (await stopping.WaitAsync(Patience, Cancelled)).ConnectionsCut);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task A_stream_of_events_ends_with_its_last_chunk()
    {
        await using RunningServer server = await RunningServer.StartAsync(static exchange => Results.Events(
            static async events =>
            {
                await events.SendAsync("one");
                await Task.Delay(Timeout.Infinite, events.Ended);
            }).SendAsync(exchange));
        RawClient client = await ConnectAsync(server);
        await client.SendAsync(Requests.Get());
        Assert.True(await client.Connection.WaitForDataAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled));
        Task<StopReport> stopping = server.Server.StopAsync();
        ReceivedResponse response = await client.ReceiveAsync();
        Assert.Equal("data: one\n\n", response.Text);
        Assert.False(response.IsUntilClose);
        await ExpectDrainedAsync(client, stopping);
    }

    [Fact]
    [Attack("DR-01")]
    public async Task Who_is_left_at_the_deadline_is_reset_and_named()
    {
        DrainHandler handler = new();
        await using RunningServer server = await RunningServer.StartAsync(handler.WaitForAbortAsync);
        RawClient[] running = [await ConnectAsync(server), await ConnectAsync(server)];
        RawClient idle = await ConnectAsync(server);
        await running[0].SendAsync(Requests.Get("/one"));
        await running[1].SendAsync(Requests.Get("/two"));
        await Eventually.TrueAsync(() => handler.Begun == 2 && server.Server.ConnectionCount == 3);
        StopReport report = await server.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal(3, report.ConnectionsCut);
        Assert.Equal(["/one", "/two"], report.RequestsCut.Select(static one => one.Target).Order(StringComparer.Ordinal));
        await running[0].ExpectResetAsync();
        await running[1].ExpectResetAsync();
        await idle.ExpectResetAsync();
    }

    private static async Task<RawClient> ConnectAsync(RunningServer server)
    {
        int before = server.Server.ConnectionCount;
        RawClient client = new(await server.ConnectAsync());
        await Eventually.TrueAsync(() => server.Server.ConnectionCount > before);
        return client;
    }

    /// <summary>Sends what is missing, and expects the answer, which has to say that it is the last.</summary>
    private static async Task ExpectLastAsync(RawClient client, string rest, string body)
    {
        ReceivedResponse response = await client.AskAsync(rest);
        Assert.Equal((200, body), (response.Status, response.Text));
        Assert.True(response.SaysClose);
    }

    private static async Task ExpectDrainedAsync(RawClient client, Task<StopReport> stopping)
    {
        await client.ExpectEndAsync();
        await client.DisposeAsync();
        StopReport report = await stopping.WaitAsync(Patience, Cancelled);
        Assert.Equal(0, report.ConnectionsCut);
        Assert.Empty(report.RequestsCut);
    }
}
