// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>Answers one path by whether the server wants requests, before anybody else sees it; everything else goes on.</summary>
/// <param name="path">The path; null for none.</param>
/// <param name="next">Who answers everything else.</param>
internal sealed class HealthCheck(string? path, HttpHandler next)
{
    /// <summary>Asked each time.</summary>
    public Func<bool> IsReady { get; set; } = static () => false;

    /// <summary>Answers one request.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        bool isAsked = path is not null && exchange.Request.Method is "GET" or "HEAD" && exchange.Request.Path == path;
        return isAsked ? AnswerAsync(exchange) : next(exchange);
    }

    private ValueTask AnswerAsync(HttpExchange exchange)
    {
        // RFC 9111 §5.2.2.5: an answer about this moment is no answer about the next.
        exchange.Response.Headers["Cache-Control"] = "no-store";
        return (IsReady() ? Results.Text("ok\n") : Results.Text("stopping\n", 503)).SendAsync(exchange);
    }
}
