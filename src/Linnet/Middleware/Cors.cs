// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Middleware;

/// <summary>
/// Lets pages of other origins use what is served here, as the Fetch standard has it (§3.3, the CORS protocol): answers
/// preflights, and says in every answer who may read it. Who is not allowed gets the answer, too; the browser keeps it from
/// the page. It is no protection against requests: what changes something needs more.
/// </summary>
public sealed class Cors : IHttpMiddleware
{
    private const string ForNobody = "Credentials are never for every origin: name the origins.";

    private readonly Action<HttpExchange> _apply;
    private string[] _origins = [];
    private string? _methods;
    private string? _headers;
    private string? _exposed;
    private string _maxAge = "600";

    /// <summary>Nobody may, until origins are named.</summary>
    public Cors() => _apply = Apply;

    /// <summary>
    /// Which origins may: exactly as browsers write them, <c>https://app.example.com</c> or with a port that is not the
    /// scheme's own; or <c>*</c> alone, for everybody. Nobody unless set.
    /// </summary>
    /// <exception cref="ArgumentException">One is not written as an origin, or <c>*</c> stands beside another.</exception>
    public IReadOnlyList<string> Origins
    {
        get => _origins;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _origins = [.. value];
            foreach (string origin in _origins)
            {
                CheckOrigin(origin, _origins.Length);
            }

            if (AllowCredentials && IsForEverybody)
            {
                throw new ArgumentException(ForNobody, nameof(value));
            }
        }
    }

    /// <summary>
    /// True when browsers may send cookies and other credentials along, and show the answer to the page. Never with
    /// <c>*</c>: then any page on the net could act as its visitor.
    /// </summary>
    /// <exception cref="ArgumentException">Set together with <c>*</c>.</exception>
    public bool AllowCredentials
    {
        get;
        init
        {
            field = value;
            if (value && IsForEverybody)
            {
                throw new ArgumentException(ForNobody, nameof(value));
            }
        }
    }

    /// <summary>Which methods a preflight may ask for; GET, HEAD and POST need none.</summary>
    public IReadOnlyList<string> Methods
    {
        get;
        init => _methods = Joined(field = value);
    } = [];

    /// <summary>Which request fields a preflight may ask for, such as <c>Content-Type</c> for JSON.</summary>
    public IReadOnlyList<string> RequestHeaders
    {
        get;
        init => _headers = Joined(field = value);
    } = [];

    /// <summary>Which response fields the page may read, beside the few it always may.</summary>
    public IReadOnlyList<string> ExposedHeaders
    {
        get;
        init => _exposed = Joined(field = value);
    } = [];

    /// <summary>How long a browser need not ask again: ten minutes unless set. Browsers have bounds of their own.</summary>
    public TimeSpan MaxAge
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
            _maxAge = ((long)value.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    } = TimeSpan.FromMinutes(10);

    private bool IsForEverybody => _origins is ["*"];

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);

        // Fetch §3.3.3: a preflight is OPTIONS with Origin and the method that is asked for.
        bool isPreflight = exchange.Request.Method is "OPTIONS"
            && exchange.Request.Headers.TryGetBytes("Origin"u8, out _)
            && exchange.Request.Headers.TryGetBytes("Access-Control-Request-Method"u8, out _);
        if (isPreflight)
        {
            AnswerPreflight(exchange);
            return default;
        }

        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    /// <summary>Says who may read this answer; true when it is the one who asks.</summary>
    private bool AllowOrigin(HttpExchange exchange)
    {
        ResponseHeaders headers = exchange.Response.Headers;
        if (IsForEverybody)
        {
            headers["Access-Control-Allow-Origin"] = "*";
            return true;
        }

        // Also where there is no Origin: a cache must not give this answer to a page of another.
        exchange.Response.Headers.AddVary("Origin");
        string? origin = Allowed(exchange.Request.Headers);
        headers["Access-Control-Allow-Origin"] = origin;
        headers["Access-Control-Allow-Credentials"] = origin is not null && AllowCredentials ? "true" : null;
        return origin is not null;
    }

    private string? Allowed(RequestHeaders headers)
    {
        if (!headers.TryGetOnly("Origin"u8, out ReadOnlySpan<byte> sent))
        {
            return null;
        }

        foreach (string origin in _origins)
        {
            if (Ascii.Equals(sent, origin))
            {
                return origin;
            }
        }

        return null;
    }

    private void Apply(HttpExchange exchange)
    {
        if (AllowOrigin(exchange))
        {
            exchange.Response.Headers["Access-Control-Expose-Headers"] = _exposed;
        }
    }

    private void AnswerPreflight(HttpExchange exchange)
    {
        exchange.Response.StatusCode = 204;
        if (AllowOrigin(exchange))
        {
            ResponseHeaders headers = exchange.Response.Headers;
            headers["Access-Control-Allow-Methods"] = _methods;
            headers["Access-Control-Allow-Headers"] = _headers;
            headers["Access-Control-Max-Age"] = _maxAge;
        }
    }

    private static void CheckOrigin(string origin, int count)
    {
        if (origin is "*")
        {
            if (count > 1)
            {
                throw new ArgumentException("The origin * stands alone: it is everybody already.", nameof(origin));
            }

            return;
        }

        // RFC 6454 §6.2: scheme, host and port, as browsers write them: lower case, no path, no port that goes without saying.
        bool isOrigin = Uri.TryCreate(origin, UriKind.Absolute, out Uri? address)
            && address.Host.Length > 0
            && string.Equals($"{address.Scheme}://{address.IdnHost}{PortOf(address)}", origin, StringComparison.Ordinal);
        if (!isOrigin)
        {
            throw new ArgumentException(
                $"'{origin}' is not an origin as browsers write it, such as https://app.example.com or http://localhost:3000.",
                nameof(origin));
        }
    }

    private static string PortOf(Uri address) =>
        address.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}");

    private static string? Joined(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
        {
            if (!Token.IsToken(name) || name is "*")
            {
                throw new ArgumentException($"'{name}' is not a method or field name. Name each one.", nameof(names));
            }
        }

        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
