// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// What a handler returns instead of writing to the response: text or bytes by themselves, and everything that
/// <see cref="Results"/> makes. The default leaves the response as the handler has made it.
/// </summary>
public readonly struct Result
{
    private readonly object? _content;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _mediaType;
    private readonly int _status;
    private readonly int _use;

    internal Result(
        int status, string? mediaType, object? content, ReadOnlyMemory<byte> bytes = default, int use = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        _status = status;
        _mediaType = mediaType;
        _content = content;
        _bytes = bytes;
        _use = use;
    }

    /// <summary>The status code; 0 when the response is left as it is.</summary>
    public int StatusCode => _status;

    /// <summary>Plain text in UTF-8, with status 200.</summary>
    public static implicit operator Result(string text) => Results.Text(text);

    /// <summary>Bytes of no particular type, with status 200.</summary>
    public static implicit operator Result(byte[] bytes) => Results.Bytes(bytes);

    /// <summary>Bytes of no particular type, with status 200.</summary>
    public static implicit operator Result(ReadOnlyMemory<byte> bytes) => Results.Bytes(bytes);

    /// <summary>Writes it to the response of an exchange, once: what a handler that is none of routes calls.</summary>
    /// <exception cref="InvalidOperationException">
    /// The head of the response has gone; or the result is one that can be sent once, and has been.
    /// </exception>
    public ValueTask SendAsync(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        if (_status == 0)
        {
            return default;
        }

        HttpResponse response = exchange.Response;
        response.StatusCode = _status;
        if (_mediaType is not null)
        {
            response.ContentType = _mediaType;
        }

        return _content switch
        {
            null => SendBytesAsync(response),
            string text => response.WriteAsync(text, CancellationToken.None),
            JsonContent json => json.SendAsync(response, _use),
            HttpHandler handler => handler(exchange),
            _ => throw new InvalidOperationException("A result holds text, bytes, JSON, or a handler."),
        };
    }

    /// <summary>The same with another status, unless it is the default.</summary>
    internal Result WithStatus(int status) => _status == 0 ? this : new Result(status, _mediaType, _content, _bytes, _use);

    private ValueTask SendBytesAsync(HttpResponse response)
    {
        if (_bytes.IsEmpty)
        {
            return default;
        }

        response.ContentLength = _bytes.Length;
        return response.WriteAsync(_bytes, CancellationToken.None);
    }
}
