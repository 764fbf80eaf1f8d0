// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Tests.WebSockets;
using Linnet.Tls;
using Linnet.WebSockets;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>What is said of WebSockets only where they go over TLS; all else is tested over TLS by an assembly of its own.</summary>
public sealed class SecureSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [Attack("TL-08")]
    [Rfc("6455", "7.1.5")]
    public async Task A_socket_that_is_cut_without_close_notify_in_a_frame_is_lost_and_not_closed(int bytes)
    {
        TaskCompletionSource<(WebSocketMessage?, WebSocketCloseStatus?, WebSocketState)> told = new();
        WebSocketEndpoint endpoint = new(
            async (socket, _) =>
            {
                WebSocketMessage? message = await socket.ReceiveMessageAsync();
                told.SetResult((message, socket.CloseStatus, socket.State));
            },
            new WebSocketOptions());
        await using SecureServer server = await SecureServer.StartAsync(endpoint.HandleAsync, TestCertificates.Local);
        await using TlsConnection connection = await server.SecureAsync();
        SocketClient client = await SocketClient.OpenAsync(connection);
        await client.SendAsync(RawFrame.Of(RawFrame.Text, "whole text"u8.ToArray())[..bytes]);
        connection.Carrier.ShutdownSend();
        Assert.Equal((null, null, WebSocketState.Aborted), await told.Task.WaitAsync(Patience));
    }
}
