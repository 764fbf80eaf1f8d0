// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>
/// Serves a connection in HTTP/1.1 while there is something to do: reads a head, has it answered, reads away what is left of
/// the body, and begins again until nothing is here any more, or there is a reason to stop. RFC 9112 §9.
/// </summary>
/// <remarks>
/// <para>
/// Borrowed by a connection that has received something, and given back when it waits for its next request. All that it
/// takes to answer one is in here; all that is known of the connection is in its <see cref="ActiveConnection"/>.
/// </para>
/// <para>
/// Requests are answered strictly one after the other, so pipelined ones are answered in order and at most one is parsed
/// ahead of its answer. What they are answered is sent when the next wait begins: together. RFC 9112 §9.3.2.
/// </para>
/// </remarks>
internal sealed class Http1Driver
{
    // A client whose requests never run out would keep its thread from everybody else's for ever. To give it back this
    // seldom costs nothing that could be measured.
    private const int MaxHeadsAtOnce = 256;

    private readonly ServerContext _context;
    private readonly Http1Settings _settings;
    private readonly BufferedConnection _connection;
    private readonly Http1Stream _stream;
    private readonly Http1HeadReader _heads;
    private bool _isBroken;

    /// <summary>A driver for the connections of a server, one after the other.</summary>
    public Http1Driver(ServerContext context)
    {
        _context = context;
        _settings = context.Settings;
        _connection = new BufferedConnection(context.Clock, _settings);
        _stream = new Http1Stream(_connection, context);
        _heads = new Http1HeadReader(_connection, _settings, _stream);
    }

    /// <summary>The request that is answered.</summary>
    public Http1Stream Stream => _stream;

    /// <summary>Serves a connection from now on.</summary>
    public void Attach(ActiveConnection active)
    {
        _connection.Attach(active);
        active.Borrow(this);
    }

    /// <summary>Serves none any more; false when it must not serve another, because somebody may hold a part of it.</summary>
    public bool Detach()
    {
        bool isWhole = !_isBroken && !Active.HasFailed && Response.State != ResponseState.Upgraded;
        Active.GiveBack();
        Response.Release();
        _connection.Release();
        if (isWhole)
        {
            _connection.Detach();
        }

        return isWhole;
    }

    /// <summary>The wait for the client's bytes has lasted too long. May be called by any thread.</summary>
    public void EndReceive() => _connection.EndReceive();

    private ActiveConnection Active => _connection.Active;

    private Http1ResponseWriter Response => _stream.Response;

    private bool HasLostClient => Active.HasFailed || _stream.HasLostClient || _context.IsCutOff;

    /// <summary>
    /// Answers what has come, or shakes hands when that is due; null when the connection can wait for more. Never throws.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ConnectionEndCause?> RunAsync()
    {
        try
        {
            if (_connection.Connection.NeedsHandshake)
            {
                return await SecureAsync().ConfigureAwait(false);
            }

            ConnectionEndCause? cause;
            do
            {
                if (++Active.HeadsAtOnce > MaxHeadsAtOnce)
                {
                    Active.HeadsAtOnce = 0;
                    await new Requeued(_connection.Connection);
                }

                HeadResult head = await _heads.ReadAsync().ConfigureAwait(false);
                cause = head == HeadResult.Ready
                    ? await AnswerAsync().ConfigureAwait(false)
                    : await EndWithoutRequestAsync(head).ConfigureAwait(false);
            }
            while (cause is null && !_connection.Input.IsEmpty);

            return cause;
        }
        catch (IOException)
        {
            ConnectionEndCause cause = Active.EndFailed();
            _isBroken = true;
            _stream.NotifyEnded(cause);
            return cause;
        }
        catch (Exception exception)
        {
            // A defect of ours must not take the process along, nor leave the client waiting.
            _isBroken = true;
            _connection.Abort();
            Report(exception);
            _stream.NotifyEnded(ConnectionEndCause.Failed);
            return ConnectionEndCause.Failed;
        }
    }

    /// <summary>Reads away what the client still sends after the end of the connection.</summary>
    public ValueTask ReadAwayAsync(long deadline) => _connection.ReadAwayAsync(_settings.MaxDrainBytes, deadline);

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
                return Active.CloseIdle();
            case HeadResult.HandshakeTimedOut:
                return ConnectionEndCause.HandshakeTimedOut;
            case HeadResult.HandshakeFailed:
                // Whatever the client still sends must not have a reset overtake the alert that says what is wrong.
                await CloseAsync().ConfigureAwait(false);
                return _context.IsCutOff ? ConnectionEndCause.CutOff : ConnectionEndCause.HandshakeFailed;
            default:
                return Active.CloseEnded();
        }
    }

    /// <summary>Reports what code of the handler's, or of ours, has thrown.</summary>
    private void Report(Exception failure)
    {
        _stream.Note(failure);
        _context.HandlerFailed(failure);
    }

    /// <summary>Answers that there is no room, before anything is read, and closes.</summary>
    public async Task TurnAwayAsync()
    {
        if (_connection.Connection.NeedsHandshake && await SecureAsync().ConfigureAwait(false) is not null)
        {
            return;
        }

        Response.Begin(_stream.Head, keepAlive: false);
        await ServerAnswers.TurnAwayAsync(Response, "The server has as many connections as it may.").ConfigureAwait(false);
        await Response.CompleteAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Answers the request that has been read; null when the connection can take another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ConnectionEndCause?> AnswerAsync()
    {
        Active.Requests++;
        RequestHead head = _stream.Head;
        _stream.Body.Begin(head, _settings.MaxBodyBytes);
        if (head.IsTolerated)
        {
            _context.Tolerated?.Invoke(_stream);
        }

        Response.Begin(head, head.KeepAlive && !Active.IsSpent);
        _stream.NotifyBegun();
        if (_stream.Judge(_context.Hosts, _settings.MaxBodyBytes) is not RequestRejection.None and var rejection)
        {
            return await RejectAsync(rejection).ConfigureAwait(false);
        }

        if (_stream.IsShortOfMemory)
        {
            await ServerAnswers.TurnAwayAsync(Response, ServerAnswers.ShortOfMemory).ConfigureAwait(false);
            Response.ForbidKeepAlive();
            return await FinishAsync().ConfigureAwait(false);
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
        Active.BeginHandling();
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

        Active.Rejection = _stream.Body.Failure;
        await CloseAsync().ConfigureAwait(false);
        return Active.Rejection == RequestRejection.None ? ConnectionEndCause.BodyUnread : CauseOfRejection();
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
        if (!Response.KeepAlive && !IsOver())
        {
            return CloseWithCauseAsync();
        }

        Active.EndHandling();
        return Response.KeepAlive ? default : new ValueTask<ConnectionEndCause?>(ConnectionEndCause.RequestedByPeer);
    }

    // RFC 9112 §9.6: a client that has said "close" MUST NOT send another request on the connection. One that has kept to it
    // so far is taken at its word, and is not waited for: nothing lies here for a reset to come of.
    private bool IsOver() =>
        Active.CauseOfClose(_stream.Head) == ConnectionEndCause.RequestedByPeer && _connection.HasReceivedAll;

    private async ValueTask<ConnectionEndCause?> CloseWithCauseAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        ConnectionEndCause cause = Active.CauseOfClose(_stream.Head);
        Active.IsAtItsWord = cause == ConnectionEndCause.RequestedByPeer && _connection.Input.IsEmpty;
        return cause;
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
        Active.Rejection = rejection;
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
        Active.Rejection is RequestRejection.IncompleteHead or RequestRejection.IncompleteBody
            ? ConnectionEndCause.PeerClosedEarly
            : ConnectionEndCause.Rejected;

    private async ValueTask CloseAsync()
    {
        await _connection.FlushAsync().ConfigureAwait(false);
        Active.EndHandling();
        Active.Close(_settings.DrainTimeout);
    }
}
