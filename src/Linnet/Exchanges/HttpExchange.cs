// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;

namespace Linnet.Exchanges;

/// <summary>
/// One request and its response. Used by one flow at a time: await what you start. It ends with its handler; touched
/// after that it throws, until the same connection's next request uses it again.
/// </summary>
public sealed class HttpExchange
{
    private Http1Stream? _stream;

    private HttpExchange()
    {
        Request = new HttpRequest(this);
        Response = new HttpResponse(this);
    }

    /// <summary>What the client sent.</summary>
    public HttpRequest Request { get; }

    /// <summary>What it gets.</summary>
    public HttpResponse Response { get; }

    /// <summary>This server's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? LocalEndPoint => Stream.Connection.LocalEndPoint;

    /// <summary>The client's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? RemoteEndPoint => Stream.Connection.RemoteEndPoint;

    /// <summary>
    /// Cancelled when nobody waits for the response any more: the connection was reset or lost, or the server has
    /// stopped waiting for this handler. Pass it to whatever the handler awaits.
    /// </summary>
    public CancellationToken Aborted => Stream.Aborted;

    /// <summary>The stream underneath.</summary>
    /// <exception cref="InvalidOperationException">The exchange has ended.</exception>
    internal Http1Stream Stream => _stream ?? throw new InvalidOperationException(
        "The exchange has ended. Use it only until its handler returns, and await everything the handler starts.");

    /// <summary>Runs a handler on a stream's request.</summary>
    internal static ValueTask RunAsync(Http1Stream stream, HttpHandler handler)
    {
        HttpExchange exchange = (HttpExchange)(stream.Companion ??= new HttpExchange());
        exchange.Begin(stream);
        ValueTask task = handler(exchange);
        if (!task.IsCompleted)
        {
            return exchange.EndAfterAsync(task);
        }

        exchange._stream = null;
        return task;
    }

    private void Begin(Http1Stream stream)
    {
        _stream = stream;
        Request.Begin();
    }

    private async ValueTask EndAfterAsync(ValueTask task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            _stream = null;
        }
    }
}
