// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Welcome;

/// <summary>
/// What <c>linnet</c> alone serves: a page that takes the visitor's own request apart, layer by layer, its stylesheet
/// and its bird. A browser gets HTML, everybody else (curl) the same as text.
/// </summary>
/// <remarks>
/// A page must not reflect what it was sent (attack RL-10), and this one does so on purpose. What makes that safe: the
/// request is shown to nobody but its sender and never kept; every byte is escaped; the page has no script and a policy
/// that forbids any; no other site may frame it or learn its type by sniffing; credentials are covered with dots; and
/// unless told otherwise it is served on loopback.
/// </remarks>
internal static class WelcomeSite
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Resource Stylesheet = Resource.Load("linnet.css", "text/css; charset=utf-8");
    private static readonly Resource Bird = Resource.Load("linnet.svg", "image/svg+xml");

    /// <summary>Answers one request.</summary>
    public static ValueTask HandleAsync(HttpExchange exchange)
    {
        HttpRequest request = exchange.Request;
        exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
        exchange.Response.Headers["Content-Security-Policy"] = Policy;

        if (request.Method is not ("GET" or "HEAD"))
        {
            // RFC 9110 §15.5.6: a 405 says which methods there are. §9.1: a method that nobody knows is 501.
            exchange.Response.Headers["Allow"] = "GET, HEAD";
            return SendPageAsync(exchange, IsKnown(request.Method) ? 405 : 501);
        }

        return request.Path switch
        {
            "/" => SendPageAsync(exchange, 200),
            "/linnet.css" => Stylesheet.SendAsync(exchange),
            "/linnet.svg" => Bird.SendAsync(exchange),
            _ => SendPageAsync(exchange, 404),
        };
    }

    private static ValueTask SendPageAsync(HttpExchange exchange, int status)
    {
        var anatomy = Anatomy.Of(exchange, status);
        bool isForBrowser = AcceptsHtml(exchange.Request.Headers["Accept"]);

        HttpResponse response = exchange.Response;
        response.StatusCode = status;
        response.ContentType = isForBrowser ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        response.Headers["Vary"] = "Accept";
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";

        byte[] page = Encoding.UTF8.GetBytes(
            isForBrowser ? AnatomyPage.Render(anatomy) : AnatomyText.Render(anatomy));
        response.ContentLength = page.Length;
        return response.WriteAsync(page, exchange.Aborted);
    }

    private static bool IsKnown(string method) => method is "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS";

    private static bool AcceptsHtml(string? accept) =>
        accept is not null && accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
