// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// Serves one connection in HTTP/1.1: reads a head, has it answered, reads away what is left of the body, and begins again
/// until there is a reason to stop. One flow from the first byte to the one <see cref="ConnectionEnd"/>. RFC 9112 §9.
/// </summary>
/// <remarks>
/// Requests are answered strictly one after the other, so pipelined ones are answered in order and at most one is parsed
/// ahead of its answer. What they are answered is sent when the next wait begins: together. RFC 9112 §9.3.2.
/// </remarks>
internal sealed class Http1Driver : IDisposable
{
    private readonly ServerContext _context;
    private readonly Http1Settings _settings;
    private readonly BufferedConnection _connection;
    private readonly Http1Stream _stream;
    private readonly Http1HeadReader _heads;
    private readonly long _retirement;

    /// <summary>A driver for a connection, which stays its owner's.</summary>
    public Http1Driver(Connection connection, ServerContext context)
    {
        _context = context;
        _settings = context.Settings;
        _connection = new BufferedConnection(connection, context.Clock, _settings);
        _stream = new Http1Stream(_connection, context);
        _heads = new Http1HeadReader(_connection, _settings, _stream);
        Active = new ActiveConnection(_connection, _heads, _stream);

        // Connections that began together do not all end together.
        double lifetime = _settings.ConnectionLifetime.TotalMilliseconds;
        _retirement = _connection.Now + (long)(lifetime * (0.9 + (0.2 * Random.Shared.NextDouble())));
    }

    /// <summary>The connection as it looks from outside.</summary>
    public ActiveConnection Active { get; }

    /// <summary>How many requests have been answered.</summary>
    public long Requests { get; private set; }

    /// <summary>The rule that a request has broken.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>The server begins to stop: what has been received is still answered. May be called by any thread.</summary>
    public void BeginDrain() => _heads.BeginDrain();

    /// <inheritdoc />
    public void Dispose()
    {
        _stream.Response.Release();
        _connection.Dispose();
    }

    /// <summary>True when the connection has carried as many requests, or lived as long, as it may.</summary>
    private bool IsSpent => Requests >= _settings.MaxRequestsPerConnection || _connection.Now >= _retirement;

    private Http1ResponseWriter Response => _stream.Response;

    private bool HasLostClient => _connection.HasFailed || _stream.HasLostClient || _context.IsCutOff;

    /// <summary>Serves the connection until there is a reason to stop; never throws.</summary>
    public async Task<ConnectionEndCause> RunAsync()
    {
        try
        {
            ConnectionEndCause? cause = await SecureAsync().ConfigureAwait(false);
            while (cause is null)
            {
                HeadResult head = await _heads.ReadAsync().ConfigureAwait(false);
                cause = head == HeadResult.Ready
                    ? await AnswerAsync().ConfigureAwait(false)
                    : await EndWithoutRequestAsync(head).ConfigureAwait(false);
            }

            return cause.Value;
        }
        catch (IOException)
        {
            ConnectionEndCause cause = CauseOfFailure();
            _stream.NotifyEnded(cause);
            return cause;
        }
        catch (Exception exception)
        {
            // A defect of ours must not take the process along, nor leave the client waiting.
            _connection.Abort();
            Report(exception);
            _stream.NotifyEnded(ConnectionEndCause.Failed);
            return ConnectionEndCause.Failed;
        }
    }

    /// <summary>Shakes hands where TLS is spoken; null when requests can come.</summary>
    private async ValueTask<ConnectionEndCause?> SecureAsync()
    {
        HeadResult result = await _heads.SecureAsync().ConfigureAwait(false);
        return result == HeadResult.Ready ? null : await EndWithoutRequestAsync(result).ConfigureAwait(false);
    }

    private async ValueTask<ConnectionEndCause> EndWithoutRequestAsync(HeadResult result)
    {
        switch (result)
        {
            case HeadResult.Rejected:
                return await RejectAsync(_heads.Rejection).ConfigureAwait(false);
            case HeadResult.Idle:
                return await EndIdleAsync().ConfigureAwait(false);
            case HeadResult.HandshakeTimedOut:
                return ConnectionEndCause.HandshakeTimedOut;
            case HeadResult.HandshakeFailed:
                // Whatever the client still sends must not have a reset overtake the alert that says what is wrong.
                await CloseAsync().ConfigureAwait(false);
                return _context.IsCutOff ? ConnectionEndCause.CutOff : ConnectionEndCause.HandshakeFailed;
            default:
                return ConnectionEndCause.PeerClosed;
        }
    }

    private ConnectionEndCause CauseOfFailure()
    {
        if (_context.IsCutOff)
        {
            return ConnectionEndCause.CutOff;
        }

        return _connection.HasSendTimedOut ? ConnectionEndCause.SendTimedOut : ConnectionEndCause.PeerReset;
    }

    /// <summary>Reports what code of the handler's, or of ours, has thrown.</summary>
    private void Report(Exception failure)
    {
        _stream.Note(failure);
        _context.HandlerFailed(failure);
    }

    private async ValueTask<ConnectionEndCause> EndIdleAsync()
    {
        if (_connection.IsDraining)
        {
            // The client is in the middle of its work, and what it sends now must meet our end and not a reset.
            await _connection.CloseAsync(_settings.MaxDrainBytes, _settings.StopGrace).ConfigureAwait(false);
            return ConnectionEndCause.Drained;
        }

        // Nothing is under way that a reset could overtake: the owner closes.
        return Active.IsShed ? ConnectionEndCause.Shed : ConnectionEndCause.IdleTimedOut;
    }

    /// <summary>Answers that there is no room, before anything is read, and closes.</summary>
    public async Task TurnAwayAsync()
    {
        if (await SecureAsync().ConfigureAwait(false) is not null)
        {
            return;
        }

        Response.Begin(_stream.Head, keepAlive: false);
        await ServerAnswers.TurnAwayAsync(Response).ConfigureAwait(false);
        await Response.CompleteAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Answers the request that has been read; null when the connection can take another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ConnectionEndCause?> AnswerAsync()
    {
        Requests++;
        RequestHead head = _stream.Head;
        _stream.Body.Begin(head, _settings.MaxBodyBytes);
        if (head.IsTolerated)
        {
            _context.Tolerated?.Invoke(_stream);
        }

        Response.Begin(head, head.KeepAlive && !IsSpent);
        _stream.NotifyBegun();
        if (_stream.Judge(_context.Hosts, _settings.MaxBodyBytes) is not RequestRejection.None and var rejection)
        {
            return await RejectAsync(rejection).ConfigureAwait(false);
        }

        Exception? failure = null;
        if (head.TargetForm == TargetForm.Asterisk)
        {
            ServerAnswers.Options(Response);
        }
        else
        {
            failure = await HandleAsync().ConfigureAwait(false);
        }

        if (Response.State == ResponseState.Upgraded)
        {
            // Nothing that follows is HTTP: the end of the handler is the end of the connection.
            return await EndUpgradedAsync(failure).ConfigureAwait(false);
        }

        if (Response.State == ResponseState.Aborted)
        {
            if (failure is InvalidOperationException)
            {
                // Nobody waits for an answer; but a mistake is told of, and a client that left is none.
                Report(failure);
            }

            _stream.NotifyEnded(ConnectionEndCause.AbortedByHandler);
            return ConnectionEndCause.AbortedByHandler;
        }

        return failure is null && _stream.Body.Failure == RequestRejection.None
            ? await FinishAsync().ConfigureAwait(false)
            : await AnswerFailureAsync(failure).ConfigureAwait(false);
    }

    private async ValueTask<ConnectionEndCause> EndUpgradedAsync(Exception? failure)
    {
        if (failure is not null)
        {
            Report(failure);
            _connection.Abort();
            _stream.NotifyEnded(ConnectionEndCause.ResponseFailed);
            return ConnectionEndCause.ResponseFailed;
        }

        _stream.NotifyEnded();
        await CloseAsync().ConfigureAwait(false);
        return ConnectionEndCause.Upgraded;
    }

    /// <summary>Runs the handler and returns what it threw.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Exception?> HandleAsync()
    {
        Active.BeginHandling(Requests);
        try
        {
            ValueTask handling = _context.Handler(_stream);
            if (!handling.IsCompleted)
            {
                // RFC 9112 §9.3.2: answers leave in order, and a finished one does not wait for a slow one behind it.
                _connection.SendEarlier();
            }

            await handling.ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            if (HasLostClient && Response.State != ResponseState.Aborted)
            {
                // Whatever the handler makes of that is nobody's fault.
                throw new IOException("The connection failed while its request was handled.", exception);
            }

            return exception;
        }
        finally
        {
            await _stream.EndAsync().ConfigureAwait(false);
            await _connection.SettleEarlierAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ConnectionEndCause?> AnswerFailureAsync(Exception? failure)
    {
        RequestRejection rejection = _stream.Body.Failure;
        if (rejection != RequestRejection.None && Response.CanBeReplaced)
        {
            // Whatever the handler made of it: the body was at fault, and no request can follow it.
            return await RejectInsteadAsync(rejection).ConfigureAwait(false);
        }

        if (failure is null)
        {
            Response.ForbidKeepAlive();
            return await FinishAsync().ConfigureAwait(false);
        }

        if (rejection == RequestRejection.None)
        {
            Report(failure);
        }

        if (Response.State != ResponseState.Unstarted)
        {
            return await CutAsync().ConfigureAwait(false);
        }

        await ServerAnswers.FailAsync(Response).ConfigureAwait(false);
        return await FinishAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the response and the request; null when the connection can take another.</summary>
    private ValueTask<ConnectionEndCause?> FinishAsync() =>
        // As with nearly every request: nothing is left to read, and the answer is there.
        _stream.Body.IsComplete && TryCompleteResponse() ? EndRequestAsync() : FinishLaterAsync();

    private async ValueTask<ConnectionEndCause?> FinishLaterAsync()
    {
        if (_stream.Body.IsToBeJudged && Response.CanBeReplaced
            && await JudgeUnreadBodyAsync().ConfigureAwait(false) is not RequestRejection.None and var broken)
        {
            return await RejectInsteadAsync(broken).ConfigureAwait(false);
        }

        if (!_stream.Body.CanBeFinished)
        {
            // RFC 9112 §9.6: say so before closing.
            Response.ForbidKeepAlive();
        }

        if (!await CompleteResponseAsync().ConfigureAwait(false))
        {
            Report(new InvalidOperationException(
                "The handler wrote less than the Content-Length that it promised: the connection was reset."));
            return await CutAsync().ConfigureAwait(false);
        }

        if (_stream.Body.IsComplete)
        {
            return await EndRequestAsync().ConfigureAwait(false);
        }

        // RFC 9112 §9.3: what is left of the body must not be taken for a request. The answer goes first.
        await _connection.FlushAsync().ConfigureAwait(false);
        _stream.NotifyEnded();
        if (await _stream.Body.DrainAsync().ConfigureAwait(false))
        {
            return await GoOnAsync().ConfigureAwait(false);
        }

        Rejection = _stream.Body.Failure;
        await CloseAsync().ConfigureAwait(false);
        return Rejection == RequestRejection.None ? ConnectionEndCause.BodyUnread : CauseOfRejection();
    }

    private ValueTask<ConnectionEndCause?> EndRequestAsync()
    {
        // Pipelined, it leaves together with the answer to what is here already. Else it leaves now, and is told of once it
        // has left, so that a client that did not take it is told of as such.
        bool leavesNow = !Response.KeepAlive || _connection.Input.IsEmpty;
        ValueTask sending = leavesNow ? _connection.FlushAsync() : default;
        if (!sending.IsCompletedSuccessfully)
        {
            return EndRequestAfterAsync(sending);
        }

        _stream.NotifyEnded();
        return GoOnAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ConnectionEndCause?> EndRequestAfterAsync(ValueTask sending)
    {
        await sending.ConfigureAwait(false);
        _stream.NotifyEnded();
        return await GoOnAsync().ConfigureAwait(false);
    }

    /// <summary>The request is over: goes on with the connection, or closes it.</summary>
    private ValueTask<ConnectionEndCause?> GoOnAsync()
    {
        if (!Response.KeepAlive)
        {
            return CloseWithCauseAsync();
        }

        Active.EndHandling();
        return default;
    }

    private async ValueTask<ConnectionEndCause?> CloseWithCauseAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        return CauseOfClose();
    }

    /// <summary>
    /// Reads away chunks that nobody wanted before the answer leaves, within the same bounds as afterwards: a request
    /// whose framing is broken is refused whether or not its handler looks at the body. RFC 9112 §7.1.
    /// </summary>
    private async ValueTask<RequestRejection> JudgeUnreadBodyAsync()
    {
        _connection.IsHolding = true;
        await _stream.Body.DrainAsync().ConfigureAwait(false);
        _connection.IsHolding = false;
        return _stream.Body.Failure;
    }

    private bool TryCompleteResponse()
    {
        try
        {
            return Response.TryComplete();
        }
        catch (InvalidOperationException) when (Response.State == ResponseState.Unstarted)
        {
            // Who completes it the other way meets the same, and answers for it.
            return false;
        }
    }

    private async ValueTask<bool> CompleteResponseAsync()
    {
        try
        {
            return await Response.CompleteAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (Response.State == ResponseState.Unstarted)
        {
            // What the handler has set cannot be sent: its fault, as if it had thrown.
            Report(exception);
            await ServerAnswers.FailAsync(Response).ConfigureAwait(false);
            return await Response.CompleteAsync().ConfigureAwait(false);
        }
    }

    private ConnectionEndCause CauseOfClose()
    {
        if (!_stream.Head.KeepAlive)
        {
            return _stream.Head.IsTolerated ? ConnectionEndCause.Tolerated : ConnectionEndCause.RequestedByPeer;
        }

        if (_connection.IsDraining)
        {
            return ConnectionEndCause.Drained;
        }

        return IsSpent
            ? ConnectionEndCause.LimitReached
            : ConnectionEndCause.RequestedByHandler;
    }

    /// <summary>Ends a connection in the middle of a response, so that nobody takes it for whole.</summary>
    private async ValueTask<ConnectionEndCause> CutAsync()
    {
        await _connection.FlushAsync().ConfigureAwait(false);
        _connection.Abort();
        _stream.NotifyEnded(ConnectionEndCause.ResponseFailed);
        return ConnectionEndCause.ResponseFailed;
    }

    /// <summary>Refuses the request and everything that may follow it on the connection.</summary>
    private async ValueTask<ConnectionEndCause> RejectAsync(RequestRejection rejection)
    {
        Rejection = rejection;
        _stream.Note(rejection);
        _context.Rejected?.Invoke(_connection.Connection, rejection, _connection.Input.Received);
        Response.Begin(_stream.Head, keepAlive: false);
        await ServerAnswers.RefuseAsync(Response, rejection).ConfigureAwait(false);
        await Response.CompleteAsync().ConfigureAwait(false);
        _stream.NotifyEnded(ConnectionEndCause.Rejected);
        await CloseAsync().ConfigureAwait(false);
        return CauseOfRejection();
    }

    /// <summary>Refuses the request in place of the answer that its handler has begun.</summary>
    private ValueTask<ConnectionEndCause> RejectInsteadAsync(RequestRejection rejection)
    {
        if (_connection.HoldsWholeMessage)
        {
            _connection.TakeMessageBack();
        }

        return RejectAsync(rejection);
    }

    private ConnectionEndCause CauseOfRejection() =>
        Rejection is RequestRejection.IncompleteHead or RequestRejection.IncompleteBody
            ? ConnectionEndCause.PeerClosedEarly
            : ConnectionEndCause.Rejected;

    private async ValueTask CloseAsync()
    {
        await _connection.FlushAsync().ConfigureAwait(false);
        Active.EndHandling();
        await _connection.CloseAsync(_settings.MaxDrainBytes, _settings.DrainTimeout).ConfigureAwait(false);
    }
}
