// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Fuzz.Differential;

/// <summary>Our server, with a handler that reads the body and says the path.</summary>
internal sealed class LinnetPeer : IAsyncDisposable
{
    private readonly HttpServer _server = new("http://127.0.0.1:0", AnswerAsync);

    /// <summary>Starts it.</summary>
    public static async Task<LinnetPeer> StartAsync()
    {
        LinnetPeer peer = new();
        await peer._server.StartAsync();
        return peer;
    }

    /// <summary>Asks it.</summary>
    public Asker Asker() => new((IPEndPoint)_server.BoundEndPoints[0], TimeSpan.Zero);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async ValueTask AnswerAsync(HttpExchange exchange)
    {
        await exchange.Request.Body.CopyToAsync(System.IO.Stream.Null, exchange.Aborted);
        await exchange.Response.WriteAsync(exchange.Request.Path, exchange.Aborted);
    }
}
