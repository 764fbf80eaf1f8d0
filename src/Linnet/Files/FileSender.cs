// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>Answers a request with an open file, on the client's conditions and in the parts it wants.</summary>
internal sealed class FileSender(TimeProvider time)
{
    private readonly DateTexts _dates = new();
    private readonly FileTags _tags = new();

    /// <summary>Sends a file and closes it. Length, date and tag are those of the open handle.</summary>
    public ValueTask SendAsync(HttpExchange exchange, OpenedFile file, in FileAnswer answer)
    {
        ValueTask sending = RepresentationSender.SendAsync(exchange, Describe(file, answer));
        if (!sending.IsCompletedSuccessfully)
        {
            return CloseAfterAsync(sending, file);
        }

        file.Dispose();
        return sending;
    }

    private Representation Describe(OpenedFile file, in FileAnswer answer)
    {
        FileStatus status = file.Status;
        DateTimeOffset now = time.GetUtcNow();
        bool isSettled = status.IsSettled(now);
        DateTimeOffset? modified = LastModified(status, now);
        return new Representation(
            file.IsRead ? new ContentSource(file.Content) : new ContentSource(file.Handle), status.Length)
        {
            MediaType = answer.MediaType,
            IsTypeFinal = true,
            IsNegotiated = answer.IsNegotiated,
            ContentEncoding = NameOf(answer.Coding),
            CacheControl = answer.CacheControl,
            EntityTag = file.EntityTag ?? (modified is null ? null : _tags.Of(status, answer.Coding, isSettled)),
            LastModified = modified,
            LastModifiedText = modified is { } date ? _dates.Of(date) : null,

            // RFC 9110 §8.8.2.2: another state may still come in the second that the date names.
            IsDateStrong = isSettled && modified + TimeSpan.FromSeconds(1) <= now,
        };
    }

    /// <summary>
    /// RFC 9110 §8.8.2.1: a date in the future is replaced by now; a second is the finest there is.
    /// </summary>
    internal static DateTimeOffset? LastModified(FileStatus status, DateTimeOffset now)
    {
        if (status.ModifiedTicks < 0)
        {
            return null;
        }

        long ticks = Math.Min(status.ModifiedTicks, now.UtcTicks);
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    private static string? NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Identity => null,
        ContentCoding.Gzip => "gzip",
        ContentCoding.Zstandard => "zstd",
        ContentCoding.Brotli => "br",
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "One coding at a time."),
    };

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
