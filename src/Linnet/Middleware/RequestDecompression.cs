// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Middleware;

/// <summary>
/// Gives handlers the bodies of requests as they were before their client compressed them: one of gzip, br and deflate.
/// Another coding, or several on one body, is refused with 415; a body that becomes too large with 413; one that is broken with 400.
/// </summary>
/// <remarks>The field Content-Encoding stays as it was sent; <see cref="HttpRequest.ContentLength"/> is not known.</remarks>
public sealed class RequestDecompression : IHttpMiddleware
{
    // RFC 9110 §12.5.3: in a 415, what could have been sent.
    private const string Known = "gzip, br, deflate";

    /// <summary>How many bytes a body may become: 30 MB unless set, as it may have when it comes as it is. More: 413.</summary>
    public long MaxBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 30_000_000;

    /// <summary>
    /// How many times as long a body may become, once it is longer than 64 KiB: 100 unless set. Text seldom gives more than 10, a
    /// bomb 1000. More: 413.
    /// </summary>
    public int MaxRatio
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        if (!exchange.Request.Headers.TryGetBytes("Content-Encoding"u8, out _))
        {
            return next(exchange);
        }

        Func<Stream, Stream>? coding = CodingOf(exchange.Request.Headers);
        if (coding is null)
        {
            exchange.Response.Headers["Accept-Encoding"] = Known;
            return Results.Status(415).SendAsync(exchange);
        }

        exchange.Request.Filter(coding);
        return next(exchange);
    }

    /// <summary>The coding of a body; null when it is not one of those that are undone here.</summary>
    private Func<Stream, Stream>? CodingOf(RequestHeaders headers)
    {
        // RFC 9110 §8.4: several lines are several codings, and so are commas.
        if (!headers.TryGetOnly("Content-Encoding"u8, out ReadOnlySpan<byte> value))
        {
            return null;
        }

        value = Token.Trim(value);
        if (Ascii.EqualsIgnoreCase(value, "gzip"u8) || Ascii.EqualsIgnoreCase(value, "x-gzip"u8))
        {
            return sent => new DecodedBody(sent, Gzip, MaxBytes, MaxRatio) { EndsWithLength = true };
        }

        if (Ascii.EqualsIgnoreCase(value, "br"u8))
        {
            return sent => new DecodedBody(sent, Brotli, MaxBytes, MaxRatio);
        }

        // RFC 9110 §8.4.1.2: deflate is that of zlib, whatever some call by that name.
        return Ascii.EqualsIgnoreCase(value, "deflate"u8)
            ? sent => new DecodedBody(sent, Zlib, MaxBytes, MaxRatio)
            : null;
    }

    private static GZipStream Gzip(Stream coded) => new(coded, CompressionMode.Decompress);

    private static BrotliStream Brotli(Stream coded) => new(coded, CompressionMode.Decompress);

    private static ZLibStream Zlib(Stream coded) => new(coded, CompressionMode.Decompress);
}
