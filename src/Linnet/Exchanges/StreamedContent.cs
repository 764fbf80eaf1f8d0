// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Representations;
using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>A stream as the body of a response.</summary>
internal static class StreamedContent
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Answers with what is left in a stream, or what of it is wanted, and closes it.</summary>
    public static async ValueTask SendAsync(
        HttpExchange exchange, Stream stream, string? entityTag, DateTimeOffset? lastModified)
    {
        await using (stream.ConfigureAwait(false))
        {
            long length = stream.CanSeek ? stream.Length - stream.Position : -1;
            var content = new Representation(new ContentSource(stream), length)
            {
                EntityTag = entityTag,
                LastModified = ToSecond(lastModified),
                LastModifiedText = lastModified is { } date ? HttpDate.Format(date) : null,
                IsDateStrong = lastModified + TimeSpan.FromSeconds(1) <= exchange.Stream.UtcNow,
            };
            await RepresentationSender.SendAsync(exchange, content).ConfigureAwait(false);
        }
    }

    /// <summary>Checks what a handler gives as an entity tag.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckEntityTag(string? entityTag)
    {
        if (entityTag is not null && !EntityTag.IsEntityTag(entityTag))
        {
            throw new ArgumentException(
                $"'{entityTag}' is no entity tag (RFC 9110 §8.8.3): put it in double quotes, with nothing in it but visible "
                + "ASCII, as in \"v1\" or W/\"v1\".",
                nameof(entityTag));
        }
    }

    /// <summary>Writes a part of a stream to the body, from a place in it if it can seek.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="position">Where the part begins; a stream that cannot seek begins where it stands.</param>
    /// <param name="length">How many bytes; negative for all there are.</param>
    public static async ValueTask SendAsync(HttpExchange exchange, Stream stream, long position, long length)
    {
        // RFC 9110 §9.3.2: HEAD gets the head that GET would; what its body would be is not even read.
        if (exchange.Request.Method is "HEAD")
        {
            if (length < 0)
            {
                // RFC 9110 §8.6: a length that is not known is not said to be 0, which it would be if nothing were flushed.
                await exchange.Response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return;
        }

        if (stream.CanSeek)
        {
            stream.Position = position;
        }

        // Fewer bytes than promised end in a reset: the response's length is not met.
        CancellationToken aborted = exchange.Aborted;
        long left = length < 0 ? long.MaxValue : length;
        byte[] block = ArrayPool<byte>.Shared.Rent((int)Math.Min(left, BlockBytes));
        while (left > 0)
        {
            int wanted = (int)Math.Min(left, block.Length);
            int read = await stream.ReadAsync(block.AsMemory(0, wanted), aborted).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            await exchange.Response.WriteAsync(block.AsMemory(0, read), aborted).ConfigureAwait(false);
            left -= read;
        }

        // Not after a failure: somebody may still be writing to it.
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>RFC 9110 §8.8.2: HTTP's dates know no fractions.</summary>
    private static DateTimeOffset? ToSecond(DateTimeOffset? date) =>
        date is { } given ? new DateTimeOffset(given.UtcTicks - (given.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) : null;
}
