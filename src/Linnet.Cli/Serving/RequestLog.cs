// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>
/// One line for each request: when, what became of it, what was asked, how long it took. What the client sent is
/// escaped, so that a line stays one line and cannot act on the terminal (attack RL-08).
/// </summary>
internal sealed class RequestLog(EventLines events, TimeProvider time)
{
    /// <summary>Longer text is cut: a line is for a person to read.</summary>
    private const int LongestText = 200;

    /// <summary>A handler that does what <paramref name="handler"/> does, and logs it.</summary>
    public HttpHandler Around(HttpHandler handler) => exchange => RunAsync(handler, exchange);

    /// <summary>Logs a request that was refused before any handler saw it.</summary>
    public void Reject(RejectedRequest request)
    {
        string reason = $"{Visible.Escape(request.Reason)} ({request.Section})";
        events.Write($"[grey]{Now()}[/]  [olive]{request.StatusCode}[/]  {Shortened(request.Bytes)}  [grey]{reason}[/]");
    }

    private async ValueTask RunAsync(HttpHandler handler, HttpExchange exchange)
    {
        long start = time.GetTimestamp();
        string request = $"{exchange.Request.Method} {Shortened(exchange.Request.Target)}";

        try
        {
            await handler(exchange);
        }
        catch (Exception failure)
        {
            // What the client sees: nothing when it has gone, a reset when the head was sent already, else 500.
            bool hasGone = exchange.Aborted.IsCancellationRequested;
            string end = hasGone ? "gone" : exchange.Response.HasStarted ? "cut" : "500";
            Add(end, "red", request, start, hasGone ? "" : $"  {failure.GetType().Name}: {failure.Message}");
            throw;
        }

        int status = exchange.Response.StatusCode;
        Add(status.ToString(CultureInfo.InvariantCulture), ColorOf(status), request, start, "");
    }

    private void Add(string end, string color, string request, long start, string reason)
    {
        string took = string.Create(
            CultureInfo.InvariantCulture, $"{time.GetElapsedTime(start).TotalMilliseconds:0.0} ms");

        events.Write(
            $"[grey]{Now()}[/]  [{color}]{end}[/]  {Visible.Escape(request)}  [grey]{took}[/]{Visible.Escape(reason)}");
    }

    private string Now() => time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Shortened(string text) =>
        text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "\u2026") : text;

    private static string ColorOf(int status) => status switch
    {
        < 300 => "green",
        < 400 => "teal",
        < 500 => "olive",
        _ => "red",
    };
}
