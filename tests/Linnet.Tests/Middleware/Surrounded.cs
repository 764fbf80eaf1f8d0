// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;

namespace Linnet.Tests.Middleware;

/// <summary>Asks handlers with middleware around them over the real driver, in memory.</summary>
internal static class Surrounded
{
    /// <summary>Serves a handler within middleware, the outermost first.</summary>
    public static ServedConnection Serve(HttpHandler handler, params IHttpMiddleware[] middleware)
    {
        for (int index = middleware.Length - 1; index >= 0; index--)
        {
            HttpHandler inner = handler;
            IHttpMiddleware outer = middleware[index];
            handler = exchange => outer.InvokeAsync(exchange, inner);
        }

        return ServedConnection.Start(handler);
    }

    /// <summary>Asks once.</summary>
    public static async Task<ReceivedResponse> AskAsync(
        string request, HttpHandler handler, params IHttpMiddleware[] middleware)
    {
        await using ServedConnection served = Serve(handler, middleware);
        return await served.Client.AskAsync(request);
    }

    /// <summary>Asks once for what a handler answers that only changes its response.</summary>
    public static Task<ReceivedResponse> AskAsync(
        string request, Action<HttpResponse> handler, params IHttpMiddleware[] middleware) =>
        AskAsync(
            request,
            exchange =>
            {
                handler(exchange.Response);
                return default;
            },
            middleware);
}
