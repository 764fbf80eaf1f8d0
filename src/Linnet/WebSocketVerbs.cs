// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.WebSockets;

namespace Linnet;

/// <summary>The short way to map WebSockets.</summary>
public static class WebSocketVerbs
{
    /// <summary>
    /// Maps GET to a handler that talks over a WebSocket. Each socket has its own run of the handler and is closed when that
    /// returns; when it throws, with 1011. docs/websockets.md is the page.
    /// </summary>
    /// <example>
    /// <code>
    /// server.WebSocket("/echo", async (socket, exchange) =>
    /// {
    ///     await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
    ///     {
    ///         await socket.SendAsync(message);
    ///     }
    /// });
    /// </code>
    /// </example>
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="pattern">The template of its path.</param>
    /// <param name="handler">Talks to one client.</param>
    /// <param name="options">Who may connect, and every bound; safe unless set.</param>
    /// <param name="file">Filled in by the compiler, for messages.</param>
    /// <param name="line">Filled in by the compiler, for messages.</param>
    public static void WebSocket(
        this IRoutes routes,
        string pattern,
        Func<ServerWebSocket, HttpExchange, Task> handler,
        WebSocketOptions? options = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(handler);
        routes.Map("GET", pattern, new WebSocketEndpoint(handler, options ?? new()).HandleAsync, file, line);
    }
}
