// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Middleware;

/// <summary>
/// Gives every request a name by which it is found in logs, and tells it to the client: the one it came with, when that is a
/// short plain word, else a new one of 128 random bits.
/// </summary>
public sealed class RequestId : IHttpMiddleware
{
    // As long as a trace id of W3C with a span id has room in; longer ones are somebody's attempt to fill logs.
    private const int MaxLength = 64;

    private static readonly SearchValues<byte> Characters =
        SearchValues.Create("-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly Action<HttpExchange> _apply;
    private readonly byte[] _nameBytes = "X-Request-ID"u8.ToArray();

    /// <summary>Reads and writes the field X-Request-ID.</summary>
    public RequestId() => _apply = Apply;

    /// <summary>The name of the field, in request and response.</summary>
    public string HeaderName
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            ResponseHeaders.Check(value, "");
            field = value;
            _nameBytes = Encoding.ASCII.GetBytes(value);
        }
    } = "X-Request-ID";

    /// <summary>False to give each request a new one, whatever it came with: where clients are not to choose.</summary>
    public bool AcceptFromClient { get; init; } = true;

    /// <summary>The name of an exchange; null when none of these stands before the asker.</summary>
    public static string? Of(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return exchange.Id;
    }

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        exchange.Id = Sent(exchange.Request.Headers) ?? Guid.NewGuid().ToString("N");
        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private string? Sent(RequestHeaders headers)
    {
        if (!AcceptFromClient || !headers.TryGetBytes(_nameBytes, out ReadOnlySpan<byte> value))
        {
            return null;
        }

        value = Token.Trim(value);
        return value.IsEmpty || value.Length > MaxLength || value.ContainsAnyExcept(Characters)
            ? null
            : Encoding.ASCII.GetString(value);
    }

    private void Apply(HttpExchange exchange) => exchange.Response.Headers[HeaderName] = exchange.Id;
}
