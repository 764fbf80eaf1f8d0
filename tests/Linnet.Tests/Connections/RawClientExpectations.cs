// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Testing;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>What tests insist on of a connection to a server of ours.</summary>
internal static class RawClientExpectations
{
    /// <summary>Sends text in pieces, each on its own, so that the server may look at each before the next comes.</summary>
    public static async Task SendInPiecesAsync(this RawClient client, string text, Func<int, int> pieces)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int at = 0; at < bytes.Length;)
        {
            int size = Math.Min(pieces(bytes.Length - at), bytes.Length - at);
            await client.SendAsync(bytes.AsMemory(at, size));
            at += size;
        }
    }

    /// <summary>Insists that the server has ended its stream in order, and sent nothing more.</summary>
    public static async Task ExpectEndAsync(this RawClient client)
    {
        Assert.True(await client.WaitForEndAsync(), "The connection was reset.");
        Assert.Equal(0, client.UnreadBytes);
    }

    /// <summary>Insists that the server has reset the connection.</summary>
    public static async Task ExpectResetAsync(this RawClient client) =>
        Assert.False(await client.WaitForEndAsync(), "The connection ended in order.");

    /// <summary>Insists that nothing has come that was not read, and that the connection is still there. In memory only,
    /// where all that can happen has happened.</summary>
    public static async Task ExpectQuietAsync(this RawClient client)
    {
        Assert.Equal(0, client.UnreadBytes);
        using CancellationTokenSource now = new();
        ValueTask<bool> waiting = client.Connection.WaitForDataAsync(now.Token);
        Assert.False(waiting.IsCompleted, "The server sent something, or the end.");
        await now.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    /// <summary>Insists that the connection carries another request and its response.</summary>
    public static async Task ExpectOpenAsync(this RawClient client)
    {
        ReceivedResponse response = await client.AskAsync("GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(200, response.Status);
    }
}
