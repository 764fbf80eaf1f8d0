// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Sockets;

namespace Linnet.Exchanges;

/// <summary>
/// One request and its response. Used by one flow at a time: await what you start. It ends with its handler; touched
/// after that it throws, until the same connection's next request uses it again.
/// </summary>
public sealed class HttpExchange
{
    private Http1Stream? _stream;
    private RouteValues? _route;

    private HttpExchange()
    {
        Request = new HttpRequest(this);
        Response = new HttpResponse(this);
    }

    /// <summary>What the client sent.</summary>
    public HttpRequest Request { get; }

    /// <summary>What it gets.</summary>
    public HttpResponse Response { get; }

    /// <summary>Which route the request has taken, and the values in its path.</summary>
    public RouteValues Route => _route ??= new RouteValues(this);

    /// <summary>This server's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? LocalEndPoint => Stream.Connection.LocalEndPoint;

    /// <summary>The client's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? RemoteEndPoint => Stream.Connection.RemoteEndPoint;

    /// <summary>
    /// Cancelled when nobody waits for the response any more: the connection was reset or lost, or the server has
    /// stopped waiting for this handler. Pass it to whatever the handler awaits.
    /// </summary>
    public CancellationToken Aborted => Stream.Aborted;

    /// <summary>
    /// Takes the connection over for another protocol that the client has offered: sends 101 Switching Protocols with the
    /// response's header fields, and gives the connection, which yields what the client has sent since and ends when the
    /// handler returns. RFC 9110 §7.8.
    /// </summary>
    /// <param name="protocol">The protocol, such as <c>websocket</c>, as one that the request's Upgrade field names.</param>
    /// <exception cref="InvalidOperationException">
    /// The client did not offer it, its request body has not been read to the end, or a response has begun.
    /// </exception>
    public ValueTask<Connection> UpgradeAsync(string protocol)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        if (!Stream.Head.OffersUpgrade || !Offers(protocol))
        {
            throw new InvalidOperationException($"The client did not offer to upgrade to {protocol}: answer in HTTP.");
        }

        if (!Stream.Body.IsComplete)
        {
            throw new InvalidOperationException("The request body comes first: read it to its end, then upgrade.");
        }

        return Stream.UpgradeAsync(protocol);
    }

    /// <summary>The stream underneath.</summary>
    /// <exception cref="InvalidOperationException">The exchange has ended.</exception>
    internal Http1Stream Stream => _stream ?? throw new InvalidOperationException(
        "The exchange has ended. Use it only until its handler returns, and await everything the handler starts.");

    /// <summary>Runs a handler on a stream's request.</summary>
    internal static ValueTask RunAsync(Http1Stream stream, HttpHandler handler)
    {
        HttpExchange exchange = (HttpExchange)(stream.Companion ??= new HttpExchange());
        exchange.Begin(stream);
        ValueTask task;
        try
        {
            task = handler(exchange);
        }
        catch
        {
            exchange.End();
            throw;
        }

        if (!task.IsCompleted)
        {
            return exchange.EndAfterAsync(task);
        }

        exchange.End();
        return task;
    }

    /// <summary>Asks something of a request before its handler sees it.</summary>
    internal static T Ask<T>(Http1Stream stream, Func<HttpRequest, T> question)
    {
        HttpExchange exchange = (HttpExchange)(stream.Companion ??= new HttpExchange());
        exchange.Begin(stream);
        try
        {
            return question(exchange.Request);
        }
        finally
        {
            exchange.End();
        }
    }

    private bool Offers(string protocol) =>
        Request.Headers["Upgrade"]?.Split(',', StringSplitOptions.TrimEntries)
            .Contains(protocol, StringComparer.OrdinalIgnoreCase) == true;

    private void Begin(Http1Stream stream)
    {
        _stream = stream;
        Request.Begin();
    }

    private void End()
    {
        _stream = null;
        _route?.End();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndAfterAsync(ValueTask task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }
}
