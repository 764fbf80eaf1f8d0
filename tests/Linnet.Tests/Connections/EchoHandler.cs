// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Tests.Connections;

/// <summary>
/// A handler that says what it was asked: method, target and body. It counts how often it ran for a path that no test asks
/// for honestly, which is how a smuggled request shows.
/// </summary>
internal sealed class EchoHandler
{
    /// <summary>A request that must not be executed when it stands behind a refused one.</summary>
    public const string Canary = "GET /canary HTTP/1.1\r\nHost: canary\r\n\r\n";

    private int _canaries;
    private int _requests;

    /// <summary>How often the canary was executed.</summary>
    public int Canaries => Volatile.Read(ref _canaries);

    /// <summary>How many requests were executed.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Reads the body and echoes it.</summary>
    public async ValueTask EchoAsync(HttpExchange exchange)
    {
        Count(exchange);
        using MemoryStream body = new();
        await exchange.Request.Body.CopyToAsync(body);
        await exchange.Response.WriteAsync(
            $"{exchange.Request.Method} {exchange.Request.Target} {Latin1(body)}");
    }

    /// <summary>Answers without a look at the body, as a file server or a 404 does.</summary>
    public ValueTask IgnoreAsync(HttpExchange exchange)
    {
        Count(exchange);
        return exchange.Response.WriteAsync($"{exchange.Request.Method} {exchange.Request.Target}");
    }

    /// <summary>The same, with a head that is written before the body.</summary>
    public ValueTask IgnoreAndPromiseLengthAsync(HttpExchange exchange)
    {
        exchange.Response.ContentLength = exchange.Request.Method.Length + 1 + exchange.Request.Target.Length;
        return IgnoreAsync(exchange);
    }

    /// <summary>Answers with so much of a body.</summary>
    public ValueTask IgnoreBodyAsync(HttpExchange exchange, string body)
    {
        Count(exchange);
        return body.Length == 0 ? default : exchange.Response.WriteAsync(body);
    }

    /// <summary>Counts a request, and whether it is the canary.</summary>
    public void Count(HttpExchange exchange)
    {
        Interlocked.Increment(ref _requests);
        if (exchange.Request.Path.Contains("canary", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _canaries);
        }
    }

    private static string Latin1(MemoryStream body) => System.Text.Encoding.Latin1.GetString(body.ToArray());
}
