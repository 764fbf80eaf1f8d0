// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Representations;

namespace Linnet.Exchanges;

/// <summary>
/// Answers a request with a representation: weighs its conditions and ranges (<see cref="Selecting"/>), sets the fields, sends
/// the bytes. 200, 206, 304, 412 or 416; whole, when the response has another status than 200 already.
/// </summary>
internal static class RepresentationSender
{
    /// <summary>Sends it, or what of it is wanted. HEAD gets the same fields and no bytes.</summary>
    public static ValueTask SendAsync(HttpExchange exchange, in Representation content)
    {
        HttpResponse response = exchange.Response;
        Span<ByteRange> parts = stackalloc ByteRange[RangeField.MaxParts];
        int count = 0;

        // RFC 9110 §13.2.1: conditions are for what would be answered 2xx; a part of an error page is of no use. After a method
        // that does something it is too late for them: it is done.
        bool isRead = exchange.Stream.Head.Method is KnownMethod.Get or KnownMethod.Head;
        Selection selection = isRead && response.StatusCode == 200
            ? Select(exchange, content, parts, out count)
            : Selection.Whole;

        // RFC 9110 §12.5.5, §15.4.5: whatever the answer is, 304 too.
        if (content.IsNegotiated)
        {
            response.Headers.Add("Vary", "Accept-Encoding");
        }

        switch (selection)
        {
            case Selection.Whole:
                return SendWhole(exchange, content);
            case Selection.Part:
                return SendPart(exchange, content, parts[0]);
            case Selection.Parts:
                return SendPartsAsync(exchange, content, Lay(response, content, parts[..count]));
            case Selection.NotModified:
                // RFC 9110 §15.4.5: the fields that keep a copy fresh, and none that describe content.
                response.StatusCode = 304;
                response.ContentType = null;
                AddState(response, content);
                return default;
            case Selection.PreconditionFailed:
                response.StatusCode = 412;
                return StatusLines.Send(exchange);
            case Selection.RangeNotSatisfiable:
                response.StatusCode = 416;
                response.Headers["Content-Range"] = ContentRange.OfNone(content.Length);
                return StatusLines.Send(exchange);
            default:
                throw new InvalidOperationException($"There is no answer for {selection}.");
        }
    }

    private static Selection Select(
        HttpExchange exchange, in Representation content, Span<ByteRange> parts, out int count)
    {
        ConditionFields fields = ConditionReader.Read(exchange.Request.Headers);
        Validators current = new(content.EntityTag, content.LastModified, content.IsDateStrong);
        return Selecting.Select(
            fields, current, exchange.Stream.Head.Method, content.Length, exchange.Stream.UtcNow, parts, out count);
    }

    /// <summary>
    /// What says which state it is and how long that holds. Not on 412, 416 and other errors, which would be kept as if they
    /// were it.
    /// </summary>
    private static void AddState(HttpResponse response, in Representation content)
    {
        Set(response, "Last-Modified", content.LastModifiedText);
        Set(response, "ETag", content.EntityTag);
        Set(response, "Cache-Control", content.CacheControl);
    }

    private static void Describe(HttpResponse response, string? mediaType, in Representation content)
    {
        bool isWhatWasAskedFor = response.StatusCode is 200 or 206;
        if (isWhatWasAskedFor)
        {
            AddState(response, content);
        }

        Set(response, "Content-Type", mediaType);
        Set(response, "Content-Encoding", content.ContentEncoding);
        Set(response, "X-Content-Type-Options", content.IsTypeFinal ? "nosniff" : null);

        // RFC 9110 §14.3.
        Set(response, "Accept-Ranges", isWhatWasAskedFor && content.Length >= 0 ? "bytes" : null);
    }

    /// <summary>Sets a field that is ours, or was checked when it was given; none for null.</summary>
    private static void Set(HttpResponse response, string name, string? value)
    {
        if (value is not null)
        {
            response.Headers.SetChecked(name, value);
        }
    }

    private static ValueTask SendWhole(HttpExchange exchange, in Representation content)
    {
        HttpResponse response = exchange.Response;
        Describe(response, content.MediaType, content);
        if (content.Length >= 0)
        {
            response.ContentLength = content.Length;
        }

        return content.Source.SendAsync(exchange, 0, content.Length);
    }

    private static ValueTask SendPart(HttpExchange exchange, in Representation content, ByteRange part)
    {
        HttpResponse response = exchange.Response;
        response.StatusCode = 206;
        Describe(response, content.MediaType, content);
        response.Headers["Content-Range"] = ContentRange.Of(part, content.Length);
        response.ContentLength = part.Length;
        return content.Source.SendAsync(exchange, part.Offset, part.Length);
    }

    private static MultipartRanges Lay(
        HttpResponse response, in Representation content, ReadOnlySpan<ByteRange> parts) =>
        // Nobody can have put it into what is sent: it is made now, of 122 random bits.
        new(Guid.NewGuid().ToString("N"), content.MediaType ?? response.ContentType, content.Length, parts);

    private static ValueTask SendPartsAsync(HttpExchange exchange, in Representation content, MultipartRanges parts)
    {
        HttpResponse response = exchange.Response;
        response.StatusCode = 206;
        Describe(response, parts.MediaType, content);
        response.ContentLength = parts.Length;
        return SendPartsAsync(exchange, content.Source, parts);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendPartsAsync(HttpExchange exchange, ContentSource source, MultipartRanges parts)
    {
        for (int index = 0; index < parts.Count; index++)
        {
            await exchange.Response.WriteAsync(parts.HeadOf(index), CancellationToken.None).ConfigureAwait(false);
            await source.SendAsync(exchange, parts[index].Offset, parts[index].Length).ConfigureAwait(false);
        }

        await exchange.Response.WriteAsync(parts.End, CancellationToken.None).ConfigureAwait(false);
    }
}
