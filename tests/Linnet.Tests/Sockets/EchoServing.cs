// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>The lesson's handler, and the client that checks it.</summary>
internal static class EchoServing
{
    /// <summary>Sends back what it receives until the client is done.</summary>
    public static async Task EchoAsync(Connection connection, CancellationToken stopping)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await connection.ReceiveAsync(buffer, stopping) is int received and > 0)
        {
            await connection.SendAllAsync(buffer.AsMemory(0, received), stopping);
        }
    }

    /// <summary>The address to connect to the first place a started server listens at.</summary>
    public static string AddressOf(TcpServer server) => AddressOf(server.BoundEndPoints[0]);

    /// <summary>The end point as an address.</summary>
    public static string AddressOf(EndPoint endPoint) => $"tcp://{endPoint}";

    /// <summary>Receives exactly as many bytes as the buffer has.</summary>
    public static async Task ReceiveExactlyAsync(this Connection connection, Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int received = await connection.ReceiveAsync(buffer);
            Assert.NotEqual(0, received);
            buffer = buffer[received..];
        }
    }

    /// <summary>Sends the message, receives as many bytes and compares them.</summary>
    public static async Task ExpectEchoAsync(this Connection connection, byte[] message)
    {
        byte[] answer = new byte[message.Length];
        await connection.SendAllAsync(message);
        await connection.ReceiveExactlyAsync(answer);
        Assert.Equal(message, answer);
    }

    /// <summary>
    /// Streams so many bytes to an echo server, sending and receiving side by side, and checks each that comes back.
    /// Holds two small buffers, however much is streamed.
    /// </summary>
    public static async Task StreamAndCompareAsync(this Connection connection, long length, int seed)
    {
        Task sending = SendPatternAsync(connection, length, seed);
        var expected = new Random(seed);
        byte[] buffer = new byte[32 * 1024];
        byte[] pattern = new byte[buffer.Length];
        long total = 0;
        while (await connection.ReceiveAsync(buffer) is int received and > 0)
        {
            expected.NextBytes(pattern.AsSpan(0, received));
            Assert.True(buffer.AsSpan(0, received).SequenceEqual(pattern.AsSpan(0, received)));
            total += received;
        }

        await sending;
        Assert.Equal(length, total);
    }

    private static async Task SendPatternAsync(Connection connection, long length, int seed)
    {
        // NextBytes draws each byte by itself, so the split does not matter.
        var random = new Random(seed);
        byte[] buffer = new byte[24 * 1024];
        for (long left = length; left > 0;)
        {
            Memory<byte> part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            random.NextBytes(part.Span);
            await connection.SendAllAsync(part);
            left -= part.Length;
        }

        connection.ShutdownSend();
    }
}
