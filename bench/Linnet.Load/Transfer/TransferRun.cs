// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Load.Serving;
using Linnet.Sockets;

namespace Linnet.Load.Transfer;

/// <summary>Sends a large body to a server in a process of its own, and takes one from it, and looks at its memory.</summary>
internal static class TransferRun
{
    private const int BlockBytes = 256 * 1024;

    private static readonly byte[] Block = new byte[BlockBytes];
    private static readonly byte[] WholeChunk = Chunk(BlockBytes);

    /// <summary>Runs, giving a result after each transfer; the first is that of a single small request.</summary>
    public static async IAsyncEnumerable<TransferResult> RunAsync(
        long bytes,
        SocketTransport transport,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ChildProcess server = await ServeCommand.StartAsync(transport);
        yield return await MeasureAsync("nothing yet", server, static _ => Task.FromResult(0L), cancellationToken);
        yield return await MeasureAsync(
            "upload", server, client => UploadAsync(client, bytes, isChunked: false, cancellationToken), cancellationToken);
        yield return await MeasureAsync(
            "upload in chunks", server, client => UploadAsync(client, bytes, isChunked: true, cancellationToken), cancellationToken);
        yield return await MeasureAsync(
            "download", server, client => DownloadAsync(client, bytes, cancellationToken), cancellationToken);
        await server.EndAsync();
    }

    private static async Task<TransferResult> MeasureAsync(
        string name, ChildProcess server, Func<WireClient, Task<long>> transfer, CancellationToken cancellationToken)
    {
        await using WireClient client = await WireClient.ConnectAsync(server.Greeting, cancellationToken);
        long began = Stopwatch.GetTimestamp();
        long arrived = await transfer(client);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        MemoryReport memory = MemoryReport.Parse(await client.AskAsync("/memory", cancellationToken));
        return new TransferResult(name, arrived, memory, elapsed);
    }

    private static async Task<long> UploadAsync(
        WireClient client, long bytes, bool isChunked, CancellationToken cancellationToken)
    {
        string framing = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {bytes}";
        await client.SendAsync($"POST /upload HTTP/1.1\r\nHost: load\r\n{framing}\r\n\r\n", cancellationToken);
        for (long left = bytes; left > 0; left -= BlockBytes)
        {
            int length = (int)Math.Min(left, BlockBytes);
            await client.SendAsync(Framed(length, isChunked), cancellationToken);
        }

        if (isChunked)
        {
            await client.SendAsync("0\r\n\r\n", cancellationToken);
        }

        WireHead head = await client.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("There is no answer.");
        string counted = await client.ReadBodyAsync(head.ContentLength, cancellationToken);
        return long.Parse(counted, CultureInfo.InvariantCulture);
    }

    private static ReadOnlyMemory<byte> Framed(int length, bool isChunked)
    {
        if (!isChunked)
        {
            return Block.AsMemory(0, length);
        }

        return length == BlockBytes ? WholeChunk : Chunk(length);
    }

    private static byte[] Chunk(int length)
    {
        byte[] size = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}\r\n"));
        byte[] chunk = new byte[size.Length + length + 2];
        size.CopyTo(chunk, 0);
        "\r\n"u8.CopyTo(chunk.AsSpan(size.Length + length));
        return chunk;
    }

    private static async Task<long> DownloadAsync(WireClient client, long bytes, CancellationToken cancellationToken)
    {
        await client.SendAsync($"GET /download/{bytes} HTTP/1.1\r\nHost: load\r\n\r\n", cancellationToken);
        WireHead head = await client.ReadHeadAsync(cancellationToken) ?? throw new EndOfStreamException("There is no answer.");
        await client.SkipBodyAsync(head.ContentLength, cancellationToken);
        return head.ContentLength;
    }
}
