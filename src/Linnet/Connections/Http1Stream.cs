// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// One request and the way back to its client, as the driver hands it to the layer above. One object serves all requests
/// of a connection, one after the other.
/// </summary>
internal sealed class Http1Stream
{
    private readonly BufferedConnection _connection;
    private readonly TrustedProxies? _proxies;
    private readonly CancellationToken _cutOff;
    private readonly ServerContext _context;
    private readonly Action<Exception> _handlerFailed;
    private readonly RequestObservation _observation;
    private AbortWatch? _watch;

    /// <summary>The stream of a connection.</summary>
    public Http1Stream(BufferedConnection connection, ServerContext context)
    {
        _connection = connection;
        _proxies = context.TrustedProxies;
        _cutOff = context.CutOff;
        _context = context;
        Clock = context.Clock;
        Draining = context.Draining;
        _handlerFailed = context.HandlerFailed;
        Forms = context.Forms;
        Body = new Http1BodyReader(connection, context.Settings);
        Response = new Http1ResponseWriter(connection, Body);
        DrainNotice = new DrainNotice(connection);
        _observation = new RequestObservation(context.Observer);
    }

    /// <summary>The request head.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>The bytes of the head, which <see cref="Head"/> points into. Valid until the handler has returned.</summary>
    public ReadOnlySpan<byte> HeadBytes => _connection.Input.Kept;

    /// <summary>
    /// The host and port that the client asked for: as a trusted proxy says, else as the request does; empty when an
    /// HTTP/1.0 client named none. Valid until the handler has returned.
    /// </summary>
    public ReadOnlySpan<byte> Authority
    {
        get
        {
            ReadOnlySpan<byte> forwarded = ReadForwarded().Host;
            return forwarded.IsEmpty ? Head.Host(HeadBytes) : forwarded;
        }
    }

    /// <summary>True while this process has too little memory for requests, and for what their handlers make of bodies.</summary>
    public bool IsShortOfMemory => _context.IsShortOfMemory;

    /// <summary>The request body.</summary>
    public Http1BodyReader Body { get; }

    /// <summary>The response.</summary>
    public Http1ResponseWriter Response { get; }

    /// <summary>The connection's two ends.</summary>
    public Connection Connection => _connection.Connection;

    /// <summary>Bounds on forms.</summary>
    public FormLimits Forms { get; }

    /// <summary>The time of day.</summary>
    public DateTimeOffset UtcNow => _connection.UtcNow;

    /// <summary>The server's clock.</summary>
    public Clock Clock { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Draining { get; }

    /// <summary>What the handler has to do then.</summary>
    public DrainNotice DrainNotice { get; }

    /// <summary>The template of the route that the request has taken, for those who watch.</summary>
    public string? Route
    {
        set => _observation.Route = value;
    }

    /// <summary>What the layer above keeps for the connection, made at its first request.</summary>
    public object? Companion { get; set; }

    /// <summary>
    /// Told once, when the response is over: whole and given to the connection, or given up. The head's bytes are still
    /// there. Must not throw. For one request.
    /// </summary>
    public Action<Http1Stream>? Ended { get; set; }

    /// <summary>Cancelled when the client has gone.</summary>
    public CancellationToken Aborted
    {
        get
        {
            _watch ??= new AbortWatch(Connection, _handlerFailed, _cutOff);
            WatchWhenIdle();
            return _watch.Token;
        }
    }

    /// <summary>True when a handler that asked for the token has been told that its client has gone.</summary>
    public bool HasLostClient => _watch?.Token.IsCancellationRequested == true;

    /// <summary>What trusted proxies say of the request; nothing when none has sent it. Read anew each time.</summary>
    public ForwardedRequest ReadForwarded() =>
        _proxies is null ? default : _proxies.Read(Connection.RemoteEndPoint, HeadBytes, Head);

    /// <summary>What the server's owner, the connection and the body's limit have to say against a head that is in order.</summary>
    public RequestRejection Judge(HostFilter? hosts, long maxBodyBytes)
    {
        if (hosts?.Allows(Authority) == false)
        {
            // RFC 9110 §15.5.20: a server that cannot speak for the host says so.
            return RequestRejection.HostNotAllowed;
        }

        if (!Connection.Serves(Head.Host(HeadBytes)))
        {
            return RequestRejection.MisdirectedHost;
        }

        return Head.Body.Bytes > maxBodyBytes ? RequestRejection.BodyTooLarge : RequestRejection.None;
    }

    /// <summary>Reads the request body.</summary>
    public ValueTask<int> ReadBodyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        BeginReading();
        ValueTask<int> read = Body.ReadAsync(destination, cancellationToken);
        WatchWhenIdle();
        return read;
    }

    /// <summary>Reads a piece of the request body where it was received; see <see cref="Http1BodyReader"/>.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadBodyPieceAsync(CancellationToken cancellationToken)
    {
        BeginReading();
        ValueTask<ReadOnlyMemory<byte>> read = Body.ReadPieceAsync(cancellationToken);
        WatchWhenIdle();
        return read;
    }

    /// <summary>
    /// Sends 101 and hands the connection over, with what has been received of the new protocol. It ends when the
    /// handler returns.
    /// </summary>
    public async ValueTask<Connection> UpgradeAsync(string protocol)
    {
        if (_watch is not null)
        {
            // Whoever speaks the new protocol receives from now on, and learns of a lost client by it.
            await _watch.StopAsync().ConfigureAwait(false);
        }

        await Response.UpgradeAsync(protocol).ConfigureAwait(false);
        ReleaseOutput();
        return new UpgradedConnection(_connection);
    }

    /// <summary>Gives back the buffers for sending that nothing is in: nobody knows when something will be again.</summary>
    public void ReleaseOutput()
    {
        if (Response.GatheredBytes == 0)
        {
            Response.Release();
        }

        _connection.ReleaseOutput();
    }

    /// <summary>Resets the connection: the client learns that the response is not whole.</summary>
    public void Abort()
    {
        Response.Abort();
        _connection.Abort();
    }

    /// <summary>Reports what code of a handler's threw where nobody else learns of it.</summary>
    public void HandlerFailed(Exception exception) => _handlerFailed(exception);

    /// <summary>The first bytes of a request are there.</summary>
    public void BeginHead() => _observation.Begin();

    /// <summary>Notes for those who watch that the request has broken a rule.</summary>
    public void Note(RequestRejection rejection) => _observation.Note(rejection);

    /// <summary>Notes for those who watch what code of the handler's, or of ours, has thrown.</summary>
    public void Note(Exception failure) => _observation.Note(failure);

    /// <summary>The head has been read, and the request will be answered: tells those who watch.</summary>
    public void NotifyBegun()
    {
        if (_observation.IsWatched)
        {
            _observation.BeginAnswer(Report(RequestOutcome.Answered));
        }
    }

    /// <summary>The response is over: tells who asked and those who watch, once.</summary>
    /// <param name="cause">Why the connection ends in the middle of it, if that is so.</param>
    public void NotifyEnded(ConnectionEndCause? cause = null)
    {
        Action<Http1Stream>? ended = Ended;
        Ended = null;
        ended?.Invoke(this);
        if (_observation.IsWatched)
        {
            _observation.End(Report(OutcomeOf(cause)));
        }
    }

    /// <summary>The handler has returned: nothing of this request is watched or valid any more.</summary>
    public ValueTask EndAsync()
    {
        AbortWatch? watch = _watch;
        _watch = null;
        return watch is null ? default : watch.DisposeAsync();
    }

    private RequestOutcome OutcomeOf(ConnectionEndCause? cause) => cause switch
    {
        _ when _observation.IsRefused => RequestOutcome.Refused,
        null => RequestOutcome.Answered,
        ConnectionEndCause.AbortedByHandler => RequestOutcome.Aborted,
        ConnectionEndCause.CutOff => RequestOutcome.CutOff,
        ConnectionEndCause.SendTimedOut => RequestOutcome.ClientTooSlow,
        ConnectionEndCause.PeerReset => RequestOutcome.ClientGone,
        _ => RequestOutcome.Failed,
    };

    private RequestReport Report(RequestOutcome outcome)
    {
        // A head that was not read to its end has not been put aside, and its parts need not be where they seem.
        ReadOnlySpan<byte> bytes = HeadBytes;
        bool isRead = !bytes.IsEmpty;
        ForwardedRequest forwarded = isRead ? ReadForwarded() : default;
        TimeSpan duration = _observation.Elapsed;
        return new RequestReport
        {
            Outcome = outcome,
            Error = _observation.Error,
            StatusCode = Response.SentStatus,
            Route = _observation.Route,
            Duration = duration,
            StartedAt = _observation.UtcNow - duration,
            BytesSent = Response.BodyBytesSent,
            RemoteEndPoint = Connection.RemoteEndPoint,
            ClientAddress = forwarded.NamesClient
                ? forwarded.Address
                : (Connection.RemoteEndPoint as IPEndPoint)?.Address,
            UriScheme = forwarded.Scheme ?? (Connection.IsSecured ? UriScheme.Https : UriScheme.Http),
            Head = isRead ? Head : null,
            Bytes = isRead ? bytes : _connection.Input.Unread,
        };
    }

    private void BeginReading()
    {
        if (Response.State != ResponseState.Unstarted)
        {
            // RFC 9110 §15.2: a 1xx comes before the final response, and would be a part of it now.
            Body.WithholdContinue();
        }
    }

    private void WatchWhenIdle()
    {
        // A body that is still being read tells of a lost client by itself, and two may not receive at once.
        if (Body.IsComplete && Response.State != ResponseState.Upgraded)
        {
            _watch?.Start();
        }
    }
}
