// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// The short answers that are no file: one line of text, and nothing of the request repeated in it.
/// </summary>
internal static class PlainAnswer
{
    private static readonly ReadOnlyMemory<byte> MovedPermanently = Line("301 Moved Permanently");
    private static readonly ReadOnlyMemory<byte> BadRequest = Line("400 Bad Request");
    private static readonly ReadOnlyMemory<byte> NotFound = Line("404 Not Found");
    private static readonly ReadOnlyMemory<byte> MethodNotAllowed = Line("405 Method Not Allowed");
    private static readonly ReadOnlyMemory<byte> NotImplemented = Line("501 Not Implemented");
    private static readonly ReadOnlyMemory<byte> ServiceUnavailable = Line("503 Service Unavailable");

    /// <summary>Answers with a status; fields that belong to it are set by the caller before.</summary>
    public static ValueTask SendAsync(HttpExchange exchange, int status)
    {
        exchange.Response.StatusCode = status;
        exchange.Response.ContentType = "text/plain; charset=utf-8";
        exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return exchange.Response.WriteAsync(LineOf(status), CancellationToken.None);
    }

    /// <summary>Answers that nobody can say just now.</summary>
    public static ValueTask SendUnavailableAsync(HttpExchange exchange)
    {
        // RFC 9110 §15.6.4: no handle or memory left; others give theirs back all the time.
        exchange.Response.Headers["Retry-After"] = "1";
        return SendAsync(exchange, 503);
    }

    private static ReadOnlyMemory<byte> LineOf(int status) => status switch
    {
        301 => MovedPermanently,
        400 => BadRequest,
        404 => NotFound,
        405 => MethodNotAllowed,
        501 => NotImplemented,
        503 => ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no line for this status."),
    };

    private static ReadOnlyMemory<byte> Line(string text) => Encoding.ASCII.GetBytes(text + "\n");
}
