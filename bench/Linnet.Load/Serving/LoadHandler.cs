// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Load.Serving;

/// <summary>
/// <c>/</c> says hello, <c>/upload</c> counts the body, <c>/download/N</c> and <c>/download/N/chunked</c> send N bytes, and
/// <c>/memory</c> reports. What begins with <c>/bad/</c> is answered by a handler as nobody should write it.
/// </summary>
internal sealed class LoadHandler(MemoryPeak peak)
{
    private const int BufferBytes = 64 * 1024;

    private static readonly ReadOnlyMemory<byte> Hello = "Hello, World!"u8.ToArray();
    private static readonly byte[] Payload = new byte[BufferBytes];

    /// <summary>Answers.</summary>
    public ValueTask AnswerAsync(HttpExchange exchange)
    {
        string path = exchange.Request.Path;
        if (path is "/upload")
        {
            return UploadAsync(exchange);
        }

        if (path.StartsWith("/download/", StringComparison.Ordinal))
        {
            string[] steps = path.Split('/');
            return DownloadAsync(exchange, long.Parse(steps[2], CultureInfo.InvariantCulture), steps.Length > 3);
        }

        if (path.StartsWith("/bad/", StringComparison.Ordinal))
        {
            return BadHandlers.AnswerAsync(exchange, path[5..]);
        }

        return path is "/memory"
            ? exchange.Response.WriteAsync(peak.Report().ToString(), CancellationToken.None)
            : exchange.Response.WriteAsync(Hello, CancellationToken.None);
    }

    private static async ValueTask UploadAsync(HttpExchange exchange)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        long total = 0;
        for (int read; (read = await exchange.Request.Body.ReadAsync(buffer, CancellationToken.None)) > 0; total += read)
        {
            // Counting is all that is done with it.
        }

        ArrayPool<byte>.Shared.Return(buffer);
        await exchange.Response.WriteAsync(total.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
    }

    private static async ValueTask DownloadAsync(HttpExchange exchange, long length, bool isChunked)
    {
        exchange.Response.ContentLength = isChunked ? null : length;
        for (long left = length; left > 0; left -= BufferBytes)
        {
            ReadOnlyMemory<byte> part = Payload.AsMemory(0, (int)Math.Min(left, BufferBytes));
            await exchange.Response.WriteAsync(part, CancellationToken.None);
        }
    }
}
