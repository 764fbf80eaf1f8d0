// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Draining;
using Linnet.Tests.Sockets;
using Linnet.Tests.Tls;
using Linnet.Tests.WebSockets;
using Linnet.Tls;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>A connection that waits for its next request holds no buffer, whatever it has done before.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class IdleMemoryTests
{
    [Fact]
    [Attack("RL-04")]
    public async Task An_idle_connection_has_given_its_buffers_back()
    {
        using PooledBuffers buffers = new();
        await using ServedConnection served = ServedConnection.Start(DrainHandler.EchoAsync);
        Assert.Equal(0, buffers.Count);

        await served.Client.SendAsync("POST / HTTP/1.1\r\nHo");
        Assert.Equal(1, buffers.Count);
        await served.Client.SendAsync("st: a\r\nContent-Length: 5\r\n\r\n01234");
        Assert.Equal("01234", (await served.Client.ReceiveAsync()).Text);
        Assert.Equal(0, buffers.Count);

        await served.Client.AskAsync(Requests.Chunked("012", "34"));
        Assert.Equal(0, buffers.Count);
        await served.Client.AskAsync(Requests.Post(new string('x', 20_000)));
        Assert.Equal(0, buffers.Count);
        await served.Client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(0, buffers.Count);
    }

    /// <summary>Nor does the session keep a buffer for what may come: it is not asked until something has come.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    [Attack("RL-04")]
    public async Task An_idle_connection_over_TLS_has_given_its_buffers_back(SslProtocols protocol)
    {
        await using SecureServer server = await SecureServer.StartAsync(DrainHandler.EchoAsync, TestCertificates.Local);
        using PooledBuffers buffers = new();
        await using TlsConnection connection = await server.SecureAsync(protocols: protocol);
        RawClient client = new(connection);
        Assert.Equal("01234", (await client.AskAsync(Requests.Post("01234"))).Text);
        await Eventually.TrueAsync(() => buffers.Count == 0);
        await client.AskAsync(Requests.Post(new string('x', 50_000)));
        await Eventually.TrueAsync(() => buffers.Count == 0);
    }

    [Fact]
    public async Task A_silent_WebSocket_holds_its_request_and_no_other_buffer()
    {
        using PooledBuffers buffers = new();
        await using ServedConnection served = SocketClient.Serve();
        SocketClient client = await SocketClient.OpenAsync(served);
        Assert.Equal(1, buffers.Count);
        await client.SendAsync(RawFrame.Of(RawFrame.Binary, new byte[50_000]));
        Assert.Equal(50_000, (await client.ReceiveAsync()).Payload.Length);
        await Eventually.TrueAsync(() => buffers.Count == 1);
    }

    [Fact]
    public async Task A_listener_to_events_holds_its_request_and_no_other_buffer()
    {
        using PooledBuffers buffers = new();
        await using ServedConnection served = ServedConnection.Start(exchange => Results.Events(async events =>
        {
            await events.SendAsync("one");
            await Task.Delay(Timeout.Infinite, events.Ended);
        }).SendAsync(exchange));
        await served.Client.SendAsync(Requests.Get());
        await Eventually.TrueAsync(() => buffers.Count == 1);
    }

    [Fact]
    public async Task A_lingering_close_holds_no_buffer()
    {
        using PooledBuffers buffers = new();
        await using ServedConnection served = ServedConnection.Start(DrainHandler.Answer);
        await served.Client.AskAsync("GET / HTTP/1.1\r\n\r\n");
        await served.Client.ExpectEndAsync();
        Assert.False(served.HasEnded);
        Assert.Equal(0, buffers.Count);
    }
}
