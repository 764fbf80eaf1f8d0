// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>Reads whole request bodies, within a bound.</summary>
internal static class RequestContent
{
    private const int MaxCharsetBytes = 40;

    /// <summary>Reads a body of at most so many bytes into a buffer, which becomes the caller's.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask GatherAsync(
        HttpRequest request, PooledBuffer destination, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        while (true)
        {
            ReadOnlyMemory<byte> piece = await request.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (piece.IsEmpty)
            {
                return;
            }

            if (piece.Length > maxBytes - destination.Length)
            {
                throw TooLarge(maxBytes);
            }

            destination.Write(piece.Span);
        }
    }

    /// <summary>Reads a body as bytes.</summary>
    public static async ValueTask<byte[]> ReadBytesAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        PooledBuffer buffer = new();
        try
        {
            await GatherAsync(request, buffer, maxBytes, cancellationToken).ConfigureAwait(false);
            return buffer.Content.ToArray();
        }
        finally
        {
            buffer.Release();
        }
    }

    /// <summary>Reads a body as text.</summary>
    public static async ValueTask<string> ReadTextAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        Encoding encoding = EncodingOf(request.Headers);
        PooledBuffer buffer = new();
        try
        {
            await GatherAsync(request, buffer, maxBytes, cancellationToken).ConfigureAwait(false);
            ReadOnlySpan<byte> bytes = buffer.Content.Span;
            return encoding.GetString(Encoding.UTF8.Equals(encoding) ? WithoutMark(bytes) : bytes);
        }
        finally
        {
            buffer.Release();
        }
    }

    /// <summary>Reads a body as JSON.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T?> ReadJsonAsync<T>(
        HttpRequest request, JsonTypeInfo<T> typeInfo, int maxBytes, CancellationToken cancellationToken)
    {
        if (!request.Headers.TryGetBytes("Content-Type"u8, out ReadOnlySpan<byte> contentType)
            || !MediaType.IsJson(contentType))
        {
            throw new RequestBodyException(415, "The body must be JSON, and its Content-Type must say so.");
        }

        PooledBuffer buffer = request.Scratch;
        try
        {
            await GatherAsync(request, buffer, maxBytes, cancellationToken).ConfigureAwait(false);

            // RFC 8259 §8.1: a byte order mark is nobody's to send, and may be ignored.
            return JsonSerializer.Deserialize(WithoutMark(buffer.Content.Span), typeInfo);
        }
        catch (JsonException exception)
        {
            throw new RequestBodyException(400, "The body is not the JSON that was expected.", exception);
        }
        finally
        {
            buffer.Release();
        }
    }

    private static RequestBodyException TooLarge(int maxBytes) =>
        new(413, $"The body must not have more than {maxBytes} bytes.");

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    private static Encoding EncodingOf(RequestHeaders headers)
    {
        Span<byte> charset = stackalloc byte[MaxCharsetBytes];
        if (!headers.TryGetBytes("Content-Type"u8, out ReadOnlySpan<byte> contentType)
            || !MediaType.TryGetParameter(contentType, "charset"u8, charset, out int length))
        {
            return Encoding.UTF8;
        }

        charset = charset[..length];
        if (Ascii.EqualsIgnoreCase(charset, "utf-8"u8)
            || Ascii.EqualsIgnoreCase(charset, "utf8"u8)
            || Ascii.EqualsIgnoreCase(charset, "us-ascii"u8))
        {
            return Encoding.UTF8;
        }

        return Ascii.EqualsIgnoreCase(charset, "iso-8859-1"u8)
            ? Encoding.Latin1
            : throw new RequestBodyException(415, "The charset of the text must be UTF-8, US-ASCII or ISO-8859-1.");
    }
}
