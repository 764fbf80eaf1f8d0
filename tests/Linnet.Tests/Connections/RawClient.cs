// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>A client that sends what it is given, byte for byte, and reads what comes strictly.</summary>
internal sealed class RawClient(Connection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ResponseReader _reader = new(connection);

    /// <summary>The connection.</summary>
    public Connection Connection => connection;

    /// <summary>Sends text, each character a byte (Latin-1).</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes) => connection.SendAllAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Sends text in pieces, each on its own, so that the server may look at each before the next comes.</summary>
    public async Task SendInPiecesAsync(string text, Func<int, int> pieces)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int at = 0; at < bytes.Length;)
        {
            int size = Math.Min(pieces(bytes.Length - at), bytes.Length - at);
            await SendAsync(bytes.AsMemory(at, size));
            at += size;
        }
    }

    /// <summary>Ends this side's stream.</summary>
    public void EndSending() => connection.ShutdownSend();

    /// <summary>Reads the next response.</summary>
    public Task<ReceivedResponse> ReceiveAsync(bool toHead = false) => _reader.ReadAsync(toHead);

    /// <summary>Sends a request and reads its response.</summary>
    public async Task<ReceivedResponse> AskAsync(string request)
    {
        await SendAsync(request);
        return await ReceiveAsync(request.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    /// <summary>Insists that the server has ended its stream in order, and sent nothing more.</summary>
    public async Task ExpectEndAsync()
    {
        Assert.True(await _reader.ReadToEndAsync(), "The connection was reset.");
        Assert.Equal(0, _reader.UnreadBytes);
    }

    /// <summary>Insists that the server has reset the connection.</summary>
    public async Task ExpectResetAsync() =>
        Assert.False(await _reader.ReadToEndAsync(), "The connection ended in order.");

    /// <summary>Insists that nothing has come that was not read, and that the connection is still there. In memory only,
    /// where all that can happen has happened.</summary>
    public async Task ExpectQuietAsync()
    {
        Assert.Equal(0, _reader.UnreadBytes);
        using System.Threading.CancellationTokenSource now = new();
        ValueTask<bool> waiting = connection.WaitForDataAsync(now.Token);
        Assert.False(waiting.IsCompleted, "The server sent something, or the end.");
        await now.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    /// <summary>Insists that the connection carries another request and its response.</summary>
    public async Task ExpectOpenAsync()
    {
        ReceivedResponse response = await AskAsync("GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(200, response.Status);
    }

    /// <summary>Reads all that comes up to the end or reset of the connection, as text.</summary>
    public async Task<string> ReceiveAllAsync()
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[16 * 1024];
        while (await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience) is > 0 and int received)
        {
            all.Write(buffer, 0, received);
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }
}
