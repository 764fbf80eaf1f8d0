// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>
/// Answers a request with an open file: fields, the condition a client may set, and the bytes.
/// </summary>
internal sealed class FileSender(TimeProvider time)
{
    // "Wednesday, 09-Nov-94 08:49:37 GMT", the longest of the three forms of RFC 9110 §5.6.7.
    private const int LongestDate = 33;

    private readonly DateTexts _dates = new();

    /// <summary>Sends a file and closes it. Length and date are those of the open handle.</summary>
    public ValueTask SendAsync(HttpExchange exchange, OpenedFile file, string mediaType)
    {
        HttpResponse response = exchange.Response;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        DateTimeOffset? modified = LastModified(file.Status);
        if (modified is { } date)
        {
            response.Headers["Last-Modified"] = _dates.Of(date);
            if (IsUnmodified(exchange.Request, date))
            {
                file.Dispose();
                response.StatusCode = 304;
                return default;
            }
        }

        response.ContentType = mediaType;
        response.ContentLength = file.Status.Length;
        // The connection notices by itself when nobody receives any more; asking for a token would cost an
        // object.
        ValueTask sending = file.IsRead
            ? response.WriteAsync(file.Content, CancellationToken.None)
            : response.SendFileAsync(file.Handle, 0, file.Status.Length, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return CloseAfterAsync(sending, file);
        }

        file.Dispose();
        return sending;
    }

    /// <summary>
    /// RFC 9110 §8.8.2.1: a date in the future is replaced by now; a second is the finest there is.
    /// </summary>
    private DateTimeOffset? LastModified(FileStatus status)
    {
        if (status.ModifiedTicks < 0)
        {
            return null;
        }

        long ticks = Math.Min(status.ModifiedTicks, time.GetUtcNow().UtcTicks);
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>
    /// RFC 9110 §13.1.3: not later than the client's date means not modified; a date that is none is ignored,
    /// and so is the whole field beside If-None-Match, which no file here can match as long as none has an
    /// entity tag.
    /// </summary>
    private bool IsUnmodified(HttpRequest request, DateTimeOffset modified)
    {
        if (!request.Headers.TryGetBytes("If-Modified-Since"u8, out ReadOnlySpan<byte> since)
            || request.Headers.TryGetBytes("If-None-Match"u8, out _)
            || since.Length > LongestDate)
        {
            return false;
        }

        Span<char> text = stackalloc char[LongestDate];
        int length = Encoding.Latin1.GetChars(since, text);
        return HttpDate.TryParse(text[..length], time.GetUtcNow(), out DateTimeOffset date) && modified <= date;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask CloseAfterAsync(ValueTask sending, OpenedFile file)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        finally
        {
            file.Dispose();
        }
    }
}
