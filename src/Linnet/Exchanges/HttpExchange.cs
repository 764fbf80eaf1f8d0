// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Protocol.Messages;
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
    private Action<Http1Stream>? _ended;
    private List<Action<HttpExchange>>? _completed;
    private bool _isRetired;
    private TaskCompletionSource? _pulled;

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

    /// <summary>Who asks, when something has found that out; null until then.</summary>
    public ClaimsPrincipal? User { get; set; }

    /// <summary>This server's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? LocalEndPoint => Stream.Connection.LocalEndPoint;

    /// <summary>The client's end of the connection; null when the transport has no address for it.</summary>
    public EndPoint? RemoteEndPoint => Stream.Connection.RemoteEndPoint;

    /// <summary>
    /// The certificate by which the client has shown who it is, once it has been found good; null when it has shown none.
    /// It is the connection's, whose requests all have the same, and cannot be used when the exchange has ended.
    /// </summary>
    public X509Certificate2? ClientCertificate => Stream.Connection.PeerCertificate;

    /// <summary>
    /// Cancelled when nobody waits for the response any more: the connection was reset or lost, or the server has
    /// stopped waiting for this handler. Pass it to whatever the handler awaits.
    /// </summary>
    public CancellationToken Aborted => Stream.Aborted;

    /// <summary>
    /// Cancelled when the server begins to stop. It waits for handlers until its deadline: one whose response has no end of its
    /// own ends it now, so that the client comes back elsewhere.
    /// </summary>
    public CancellationToken Stopping => Stream.Draining;

    /// <summary>
    /// Ends an exchange that was taken from <c>HttpServer.AcceptAsync</c>: what is left of its response goes, and the
    /// connection can take its next request. Until then the connection waits. The exchange cannot be used afterwards.
    /// </summary>
    /// <param name="failure">What went wrong, if anything did: the client gets a 500, or a reset when a part has gone.</param>
    /// <exception cref="InvalidOperationException">A handler has the exchange, or it was completed before.</exception>
    public void Complete(Exception? failure = null)
    {
        TaskCompletionSource pulled = Interlocked.Exchange(ref _pulled, null) ?? throw new InvalidOperationException(
            "Only an exchange taken from AcceptAsync is completed, and once. A handler's exchange ends when it returns.");
        if (failure is null)
        {
            pulled.SetResult();
        }
        else
        {
            pulled.SetException(failure);
        }
    }

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
        if (!Stream.Head.OffersUpgrade || !Request.Headers.Lists("Upgrade", protocol))
        {
            throw new InvalidOperationException($"The client did not offer to upgrade to {protocol}: answer in HTTP.");
        }

        if (!Stream.Body.IsComplete)
        {
            throw new InvalidOperationException("The request body comes first: read it to its end, then upgrade.");
        }

        return Gate.PassAsync((Stream, protocol), static call => call.Stream.UpgradeAsync(call.protocol));
    }

    /// <summary>By what name this exchange is found in logs; null when nobody has given it one.</summary>
    internal string? Id { get; set; }

    /// <summary>
    /// True when there can still be another answer than the one begun, and it is not the driver's to give: nothing has
    /// gone, nothing is under way, and the protocol has found no fault with the request.
    /// </summary>
    internal bool CanAnswerAnew =>
        !Response.HasStarted && Gate.IsIdle && Stream.Body.Failure == RequestRejection.None;

    /// <summary>Reports what a handler threw, where somebody has answered for it.</summary>
    internal void HandlerFailed(Exception exception) => Stream.HandlerFailed(exception);

    /// <summary>
    /// Has work done once the server begins to stop, or now if it has: where the connection lets it, and without the delay of
    /// callbacks on <see cref="Stopping"/>. Null takes back what has not been begun.
    /// </summary>
    internal void WhenStopping(IThreadPoolWorkItem? work) => Stream.DrainNotice.Set(work);

    /// <summary>The stream underneath.</summary>
    /// <exception cref="InvalidOperationException">The exchange has ended.</exception>
    internal Http1Stream Stream => _stream ?? throw EndedAlready();

    /// <summary>Lets one read or write happen at a time, and none after the end.</summary>
    internal ExchangeGate Gate { get; } = new();

    /// <summary>Leaves the exchange to whoever takes it, and ends when it is completed.</summary>
    internal Task BeginPull() =>
        (_pulled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Runs a handler on a stream's request.</summary>
    internal static ValueTask RunAsync(Http1Stream stream, HttpHandler handler)
    {
        HttpExchange exchange = Of(stream);
        exchange.Begin(stream);
        exchange.Gate.Open();
        return exchange.RunAsync(handler);
    }

    /// <summary>Has a callback told when the response is over.</summary>
    internal void OnCompleted(Action<HttpExchange> callback)
    {
        Http1Stream stream = Stream;
        stream.Ended = _ended ??= NotifyCompleted;
        (_completed ??= []).Add(callback);
    }

    private static HttpExchange Of(Http1Stream stream)
    {
        // An object that somebody still uses after its end is not used again: his next touch would be the next request's.
        HttpExchange exchange = stream.Companion is HttpExchange { _isRetired: false } companion
            ? companion
            : new HttpExchange();
        stream.Companion = exchange;
        return exchange;
    }

    private InvalidOperationException EndedAlready()
    {
        _isRetired = true;
        return ExchangeGate.Ended();
    }

    private void Begin(Http1Stream stream)
    {
        _stream = stream;
        User = null;
        Id = null;
        Request.Begin();
        Response.Output.Begin();
        _route?.Begin();
    }

    /// <summary>Ends it for good: whoever is told that the response is over still sees it.</summary>
    private void End()
    {
        _stream = null;
        _route?.End();
        Request.End();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(HttpHandler handler)
    {
        Http1Stream stream = Stream;
        try
        {
            await handler(this).ConfigureAwait(false);
            if (!Gate.TryClose())
            {
                throw new InvalidOperationException(
                    "The handler has returned while a read or write of its exchange is under way, and the connection was "
                    + "reset: await every one.");
            }

            await Response.Output.EndAsync().ConfigureAwait(false);
        }
        catch (RequestBodyException failure) when (CanRefuse(stream))
        {
            // The client's fault, and nothing of an answer has gone: this is the answer.
            await ServerAnswers.RefuseAsync(stream.Response, failure.StatusCode, failure.Message).ConfigureAwait(false);
        }
        finally
        {
            if (!Gate.TryClose())
            {
                // Nothing may use the connection's buffers once they are another request's, or another connection's.
                await CutAsync(stream).ConfigureAwait(false);
            }

            Response.Output.Release();
            _stream = null;
            if (stream.Ended is null)
            {
                End();
            }
        }
    }

    // A body that the protocol found fault with is refused by the driver, which knows what may follow it.
    private bool CanRefuse(Http1Stream stream) =>
        stream.Body.Failure == RequestRejection.None
        && stream.Response.State == ResponseState.Unstarted
        && Gate.TryClose();

    private async ValueTask CutAsync(Http1Stream stream)
    {
        stream.Abort();
        await Gate.CloseAsync().ConfigureAwait(false);

        // Again: what was under way may have begun the response meanwhile.
        stream.Abort();
    }

    private void NotifyCompleted(Http1Stream stream)
    {
        _stream = stream;
        while (_completed is { Count: > 0 } callbacks)
        {
            Action<HttpExchange> callback = callbacks[^1];
            callbacks.RemoveAt(callbacks.Count - 1);
            try
            {
                callback(this);
            }
            catch (Exception exception)
            {
                stream.HandlerFailed(exception);
            }
        }

        End();
    }
}
