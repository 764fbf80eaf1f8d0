// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Messages;

namespace Linnet.Middleware;

/// <summary>
/// Answers for handlers that throw, and gives a body to answers from 400 up that have none: a line of text, or problem
/// details (RFC 9457) for clients that ask for JSON. Nothing of the request is repeated.
/// </summary>
/// <remarks>
/// Who throws is reported, as without it. What has begun to leave, and what the protocol refuses, stays the server's to end.
/// Middleware outside of this sees the answer as any other.
/// </remarks>
public sealed class ErrorPages : IHttpMiddleware
{
    /// <summary>
    /// True to show what was thrown, with its stack, to whoever asks: for development only. False unless set.
    /// </summary>
    public bool ShowExceptions { get; init; }

    /// <inheritdoc />
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        return RunAsync(exchange, next);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(HttpExchange exchange, HttpHandler next)
    {
        try
        {
            await next(exchange).ConfigureAwait(false);
            if (exchange.Response.StatusCode < 400 || !exchange.Response.Output.IsEmpty)
            {
                return;
            }
        }
        catch (RequestBodyException failure) when (exchange.CanAnswerAnew)
        {
            exchange.Response.Clear();
            exchange.Response.StatusCode = failure.StatusCode;
            await AnswerAsync(exchange, failure.Message).ConfigureAwait(false);
            return;
        }
        catch (Exception failure) when (!IsDeparture(exchange, failure) && exchange.CanAnswerAnew)
        {
            exchange.HandlerFailed(failure);
            exchange.Response.Clear();
            exchange.Response.StatusCode = 500;
            await AnswerAsync(exchange, ShowExceptions ? failure.ToString() : null).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(exchange, null).ConfigureAwait(false);
    }

    // Nobody is there to be answered, and nothing failed.
    private static bool IsDeparture(HttpExchange exchange, Exception failure) =>
        failure is OperationCanceledException && exchange.CanAnswerAnew && exchange.Aborted.IsCancellationRequested;

    private static ValueTask AnswerAsync(HttpExchange exchange, string? detail)
    {
        HttpResponse response = exchange.Response;

        // A browser that guesses types would make a page of what is none.
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Cache-Control"] ??= "no-store";
        int status = response.StatusCode;
        if (WantsJson(exchange.Request.Headers))
        {
            response.ContentType = "application/problem+json";
            return response.WriteAsync(ProblemOf(status, detail), CancellationToken.None);
        }

        response.ContentType = "text/plain; charset=utf-8";
        string line = $"{status} {StatusCodes.ReasonPhrase(status)}".TrimEnd();
        return response.WriteAsync(detail is null ? line + "\n" : $"{line}: {detail}\n", CancellationToken.None);
    }

    private static bool WantsJson(RequestHeaders headers)
    {
        // Who names JSON at all can read it; who says */* may be anybody, also a person.
        string accept = headers.Accept ?? "";
        return accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            || accept.Contains("application/problem+json", StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] ProblemOf(int status, string? detail)
    {
        StringBuilder text = new();
        text.Append("{\"type\":\"about:blank\",\"title\":\"")
            .Append(JsonEncodedText.Encode(StatusCodes.ReasonPhrase(status)))
            .Append("\",\"status\":")
            .Append(status);
        if (detail is not null)
        {
            text.Append(",\"detail\":\"").Append(JsonEncodedText.Encode(detail)).Append('"');
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }
}
