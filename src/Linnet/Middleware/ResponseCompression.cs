// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Middleware;

/// <summary>
/// Compresses what is worth it for clients that accept it: br or gzip, as they weigh them. Use it first, outside of what sets
/// fields. What has a Content-Encoding, a part of something, and what says <c>no-transform</c> is left alone.
/// </summary>
/// <remarks>
/// Over TLS the length of an answer is all that strangers see, and compression lets it tell what is in it. Where an answer
/// holds a secret beside what came with the request (BREACH), say <c>Cache-Control: no-transform</c>.
/// </remarks>
public sealed class ResponseCompression : IHttpMiddleware
{
    private readonly Action<HttpExchange> _apply;
    private readonly Func<Stream, Stream> _brotli;
    private readonly Func<Stream, Stream> _gzip;

    /// <summary>Compresses text of 1 KiB and more.</summary>
    public ResponseCompression()
    {
        _apply = Apply;
        _brotli = inner => new BrotliStream(inner, Level);
        _gzip = inner => new GZipStream(inner, Level);
    }

    /// <summary>
    /// The media types that are compressed, <c>text/*</c> for all of a kind: text, JSON, XML, scripts, SVG, WebAssembly and
    /// fonts without a compression of their own, unless set. Never server-sent events, which go one by one.
    /// </summary>
    public IReadOnlyList<string> MediaTypes
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
        }
    } = MediaTypeRules.Compressible;

    /// <summary>The bytes below which a body is left alone, where its length is known: 1024 unless set.</summary>
    public int MinimumBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1024;

    /// <summary>How much work is put into it; the least unless set, for it is done for every answer.</summary>
    public CompressionLevel Level { get; init; } = CompressionLevel.Fastest;

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private void Apply(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        if (response.StatusCode == 304)
        {
            AnswerAsOtherwise(exchange);
            return;
        }

        if (!IsWorthIt(response, IsBare(exchange)))
        {
            return;
        }

        // RFC 9110 §12.5.5: also where this client wants none, for the next may.
        response.Headers.AddVary("Accept-Encoding");
        ContentCoding coding = exchange.Request.Headers.TryGetOnly("Accept-Encoding"u8, out ReadOnlySpan<byte> accepted)
            ? new AcceptedCodings(accepted).Choose(ContentCoding.Brotli | ContentCoding.Gzip)
            : ContentCoding.Identity;
        if (coding == ContentCoding.Identity || IsBare(exchange))
        {
            return;
        }

        ResponseHeaders headers = response.Headers;
        headers["Content-Encoding"] = coding == ContentCoding.Brotli ? "br" : "gzip";
        response.Output.Filter(coding == ContentCoding.Brotli ? _brotli : _gzip);

        // RFC 9110 §8.8.3.3: a strong tag is of these very bytes, and §14.3: so are ranges.
        headers["ETag"] = Weak(headers["ETag"]);
        headers["Accept-Ranges"] = null;
    }

    /// <summary>True for an answer to HEAD whose handler says nothing of the body that GET would have.</summary>
    private static bool IsBare(HttpExchange exchange) =>
        exchange.Response.Output.KnownLength == 0 && exchange.Request.Method is "HEAD";

    // RFC 9110 §15.3.7: a part is of the representation as it was coded when the client had the rest.
    private bool IsWorthIt(HttpResponse response, bool isOfAnyLength) =>
        response.StatusCode is not (204 or 206)
        && (isOfAnyLength || response.Output.KnownLength is not { } length || length >= MinimumBytes)
        && MayBeChanged(response.Headers)
        && IsListed(MediaTypeRules.Essence(response.ContentType));

    private static bool MayBeChanged(ResponseHeaders headers)
    {
        if (headers["Content-Encoding"] is not null
            || headers["Content-Range"] is not null
            || headers["Content-Digest"] is not null
            || headers["Repr-Digest"] is not null)
        {
            return false;
        }

        // RFC 9110 §7.7, RFC 9111 §5.2.2.6: whoever says so wants the bytes to arrive as they are.
        return headers.CacheControl?.Contains("no-transform", StringComparison.OrdinalIgnoreCase) != true;
    }

    private bool IsListed(ReadOnlySpan<char> type) =>
        !type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)
        && MediaTypeRules.FitsAny(type, MediaTypes);

    private static string? Weak(string? tag) =>
        tag is null || tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"W/{tag}";

    /// <summary>
    /// RFC 9110 §15.4.5: 304 has the tag that 200 would have: the weak one, to a client whose copy we compressed; and its Vary.
    /// Whether 200 would be compressed cannot be known without its media type: then it may be.
    /// </summary>
    private void AnswerAsOtherwise(HttpExchange exchange)
    {
        ResponseHeaders headers = exchange.Response.Headers;
        string? weak = Weak(headers["ETag"]);
        if (weak is not null && exchange.Request.Headers.IfNoneMatch?.Contains(weak, StringComparison.Ordinal) == true)
        {
            headers["ETag"] = weak;
        }

        string? type = exchange.Response.ContentType;
        if (MayBeChanged(headers) && (type is null || IsListed(MediaTypeRules.Essence(type))))
        {
            headers.AddVary("Accept-Encoding");
        }
    }
}
