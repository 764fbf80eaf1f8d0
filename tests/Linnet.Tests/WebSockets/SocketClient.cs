// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.WebSockets;
using Xunit;

namespace Linnet.Tests.WebSockets;

/// <summary>A client of a WebSocket that sends frames byte for byte and reads what comes strictly.</summary>
internal sealed class SocketClient(Connection connection)
{
    /// <summary>The handshake of RFC 6455 §1.3, but for its last lines.</summary>
    public const string Request =
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<byte> _received = [];

    /// <summary>What the server answered to the handshake.</summary>
    public string Head { get; private set; } = "";

    /// <summary>Starts to serve a connection in memory.</summary>
    public static ServedConnection Serve(
        Func<ServerWebSocket, HttpExchange, Task>? handler = null,
        WebSocketOptions? options = null,
        MemoryOptions? memory = null) =>
        ServedConnection.Start(
            new WebSocketEndpoint(handler ?? EchoAsync, options ?? new WebSocketOptions()).HandleAsync, options: memory);

    /// <summary>Sends back what comes.</summary>
    public static async Task EchoAsync(ServerWebSocket socket, HttpExchange exchange)
    {
        await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
        {
            await socket.SendAsync(message);
        }
    }

    /// <summary>Opens a WebSocket.</summary>
    public static async Task<SocketClient> OpenAsync(Connection connection, string fields = "", string path = "/")
    {
        SocketClient client = new(connection);
        await client.SendAsync(Encoding.Latin1.GetBytes(
            Request.Replace("GET /", "GET " + path, StringComparison.Ordinal) + fields + "\r\n"));
        while (!client.Head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            client.Head += (char)(await client.TakeAsync(1))[0];
        }

        Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);
        return client;
    }

    public static Task<SocketClient> OpenAsync(ServedConnection served, string fields = "") =>
        OpenAsync(served.Client.Connection, fields);

    /// <summary>Closes the connection.</summary>
    public ValueTask CloseAsync() => connection.DisposeAsync();

    public async Task SendAsync(byte[] bytes) => await connection.SendAllAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Sends the bytes one by one.</summary>
    public async Task SendSlowlyAsync(byte[] bytes)
    {
        foreach (byte value in bytes)
        {
            await SendAsync([value]);
        }
    }

    /// <summary>Reads the next frame of the server, which must not be masked.</summary>
    public async Task<(int First, byte[] Payload)> ReceiveAsync()
    {
        byte[] head = await TakeAsync(2);
        int lengthBytes = head[1] switch { 126 => 2, 127 => 8, _ => 0 };
        Assert.InRange(head[1], 0, 127);
        long length = lengthBytes == 0
            ? head[1]
            : long.Parse(Convert.ToHexString(await TakeAsync(lengthBytes)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (head[0], await TakeAsync((int)length));
    }

    /// <summary>Reads so many bytes of the server's.</summary>
    public async Task<byte[]> TakeAsync(int count)
    {
        byte[] buffer = new byte[16 * 1024];
        while (_received.Count < count)
        {
            int received = await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(received > 0, "The server ended its stream.");
            _received.AddRange(buffer.Take(received));
        }

        byte[] taken = [.. _received.Take(count)];
        _received.RemoveRange(0, count);
        return taken;
    }

    public async Task ExpectAsync(int first, string text)
    {
        (int opcode, byte[] payload) = await ReceiveAsync();
        Assert.Equal(first, opcode);
        Assert.Equal(text, Encoding.UTF8.GetString(payload));
    }

    /// <summary>Insists on a close frame with a code, 0 for none; then on the end of the connection.</summary>
    public async Task ExpectCloseAsync(int code, bool answers = false)
    {
        (int opcode, byte[] payload) = await ReceiveAsync();
        Assert.Equal(RawFrame.Close, opcode);
        Assert.Equal(code, payload.Length == 0 ? 0 : (payload[0] << 8) | payload[1]);
        if (answers)
        {
            await SendAsync(RawFrame.CloseOf(code));
        }

        await ExpectEndAsync();
    }

    /// <summary>Insists that the server ends its stream, having sent nothing more.</summary>
    public async Task ExpectEndAsync()
    {
        byte[] buffer = new byte[100];
        Assert.Equal(0, await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience));
        Assert.Empty(_received);
    }

    /// <summary>True when a whole frame or anything else of the server's lies here already.</summary>
    public bool HasReceived => _received.Count > 0;
}
