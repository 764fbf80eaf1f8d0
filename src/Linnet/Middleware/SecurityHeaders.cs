// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>
/// Adds the fields that make browsers careful with what they get. A field that the handler has set stays as it is; one that
/// is set to null here is not sent. The defaults follow those of Helmet where they break no ordinary page.
/// </summary>
public sealed class SecurityHeaders : IHttpMiddleware
{
    private readonly Action<HttpExchange> _apply;

    /// <summary>All fields, with their defaults.</summary>
    public SecurityHeaders() => _apply = Apply;

    /// <summary>Content-Security-Policy: by default who may frame the page, and what may redirect its addresses.</summary>
    public string? ContentSecurityPolicy { get; init => field = Checked("Content-Security-Policy", value); } =
        "base-uri 'self'; frame-ancestors 'self'; object-src 'none'";

    /// <summary>Strict-Transport-Security, sent when the client asked by https (RFC 6797 §7.2): one year.</summary>
    public string? StrictTransportSecurity { get; init => field = Checked("Strict-Transport-Security", value); } =
        "max-age=31536000";

    /// <summary>Referrer-Policy: other sites learn nothing of where their visitors come from.</summary>
    public string? ReferrerPolicy { get; init => field = Checked("Referrer-Policy", value); } = "no-referrer";

    /// <summary>X-Frame-Options, for browsers that know no Content-Security-Policy.</summary>
    public string? FrameOptions { get; init => field = Checked("X-Frame-Options", value); } = "SAMEORIGIN";

    /// <summary>Cross-Origin-Opener-Policy: what another site opened has no hold on it.</summary>
    public string? CrossOriginOpenerPolicy { get; init => field = Checked("Cross-Origin-Opener-Policy", value); } =
        "same-origin";

    /// <summary>
    /// Cross-Origin-Resource-Policy: who may embed it. Sites that are meant to be embedded, fonts and pictures for
    /// everybody, say <c>cross-origin</c>.
    /// </summary>
    public string? CrossOriginResourcePolicy { get; init => field = Checked("Cross-Origin-Resource-Policy", value); } =
        "same-origin";

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private static string? Checked(string name, string? value)
    {
        if (value is not null)
        {
            ResponseHeaders.Check(name, value);
        }

        return value;
    }

    private static void Offer(ResponseHeaders headers, string name, string? value)
    {
        if (value is not null && headers[name] is null)
        {
            headers[name] = value;
        }
    }

    private void Apply(HttpExchange exchange)
    {
        ResponseHeaders headers = exchange.Response.Headers;
        Offer(headers, "X-Content-Type-Options", "nosniff");
        Offer(headers, "Content-Security-Policy", ContentSecurityPolicy);
        Offer(headers, "Referrer-Policy", ReferrerPolicy);
        Offer(headers, "X-Frame-Options", FrameOptions);
        Offer(headers, "Cross-Origin-Opener-Policy", CrossOriginOpenerPolicy);
        Offer(headers, "Cross-Origin-Resource-Policy", CrossOriginResourcePolicy);

        // RFC 6797 §7.2: never over plain HTTP, where anybody on the way could have written it.
        if (exchange.Request.Scheme is "https")
        {
            Offer(headers, "Strict-Transport-Security", StrictTransportSecurity);
        }
    }
}
