// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Middleware;

/// <summary>
/// Says how long what is answered may be kept: sets Cache-Control by the beginning of the path, else by the media type, else
/// the default. Of successful answers to GET and HEAD only, and never where the handler has set it, or sets a cookie.
/// </summary>
/// <remarks>
/// A path that is not written plainly (with percent-encoding, dot segments or empty ones) begins with nothing that is listed:
/// what caches take for a page of one folder may be another's.
/// </remarks>
public sealed class CacheHeaders : IHttpMiddleware
{
    private readonly Action<HttpExchange> _apply;
    private KeyValuePair<byte[], string>[] _paths = [];
    private KeyValuePair<string, string>[] _types = [];

    /// <summary>No rule yet.</summary>
    public CacheHeaders() => _apply = Apply;

    /// <summary>
    /// The value for paths that begin so: <c>["/assets/"] = "public, max-age=31536000, immutable"</c>. The longest counts.
    /// </summary>
    public IReadOnlyDictionary<string, string> Paths
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Check(value.Values);
            field = value;
            _paths = [.. value
                .Select(static rule => KeyValuePair.Create(Encoding.UTF8.GetBytes(rule.Key), rule.Value))
                .OrderByDescending(static rule => rule.Key.Length)];
        }
    } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The value for media types: <c>["text/html"] = "no-cache"</c>, or for all of a kind: <c>["image/*"]</c>. The exact one
    /// counts before its kind. An answer 304 has no type: use paths for what is revalidated.
    /// </summary>
    public IReadOnlyDictionary<string, string> MediaTypes
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Check(value.Values);
            field = value;
            _types = [.. value.OrderBy(static rule => MediaTypeRules.IsKind(rule.Key))];
        }
    } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The value for everything else; null for none.</summary>
    public string? Default
    {
        get;
        init
        {
            Check(value is null ? [] : [value]);
            field = value;
        }
    }

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private static void Check(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            ResponseHeaders.Check("Cache-Control", value);
        }
    }

    private void Apply(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        if (exchange.Request.Method is not ("GET" or "HEAD")
            || response.StatusCode is not (200 or 203 or 206 or 304)
            || response.Headers["Cache-Control"] is not null
            || response.Headers["Set-Cookie"] is not null)
        {
            return;
        }

        response.Headers["Cache-Control"] =
            OfPath(exchange.Request.PathBytes) ?? OfType(response.ContentType) ?? Default;
    }

    private string? OfPath(ReadOnlySpan<byte> path)
    {
        if (path.Contains((byte)'%') || path.IndexOf("/."u8) >= 0 || path.IndexOf("//"u8) >= 0)
        {
            return null;
        }

        foreach (KeyValuePair<byte[], string> rule in _paths)
        {
            if (path.StartsWith(rule.Key))
            {
                return rule.Value;
            }
        }

        return null;
    }

    private string? OfType(string? contentType)
    {
        ReadOnlySpan<char> type = MediaTypeRules.Essence(contentType);
        foreach (KeyValuePair<string, string> rule in _types)
        {
            if (MediaTypeRules.Fits(type, rule.Key))
            {
                return rule.Value;
            }
        }

        return null;
    }
}
