// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// All that is kept of a connection while it waits for its next request, and what the server, looking at it from outside,
/// can see and do of it. A <see cref="Http1Driver"/> is lent to it while there is something to do.
/// </summary>
/// <remarks>
/// Ten thousand connections that wait are ten thousand of these, so a field here costs more than one elsewhere. Used by the
/// connection's own flow; what others may call says so.
/// </remarks>
internal sealed class ActiveConnection : IDeadlineOwner
{
    private readonly ServerContext _context;
    private Deadline _deadline = new();
    private readonly long _retirement;
    private Http1Driver? _driver;
    private long _handling;
    private long _idleSince = long.MaxValue;
    private volatile bool _isDraining;

    /// <summary>Begins to watch over a connection, which stays its owner's.</summary>
    public ActiveConnection(Connection connection, ServerContext context)
    {
        Connection = connection;
        _context = context;
        context.Clock.Add(this);

        // Connections that began together do not all end together.
        double lifetime = context.Settings.ConnectionLifetime.TotalMilliseconds;
        _retirement = context.Clock.Now + (long)(lifetime * (0.9 + (0.2 * context.NextSpread())));
    }

    /// <summary>What the connections of its server share.</summary>
    public ServerContext Context => _context;

    /// <summary>The connection.</summary>
    public Connection Connection { get; }

    /// <summary>The other side, as the server knows it. For any thread.</summary>
    public EndPoint? RemoteEndPoint => Connection.RemoteEndPoint;

    /// <summary>Where the admission keeps it. The admission's business.</summary>
    public int Index { get; set; }

    /// <summary>True when the connection has been asked to make room. The admission's, under its lock.</summary>
    public bool IsShed { get; set; }

    /// <summary>True when somebody counts the connection, and has to be told of its end.</summary>
    public bool IsCounted { get; init; }

    /// <summary>How many requests have been answered.</summary>
    public long Requests { get; set; }

    /// <summary>How many heads were there without waiting, one after the other.</summary>
    public int HeadsAtOnce { get; set; }

    /// <summary>How long the client is given to leave, once this side's stream has ended; zero while it has not.</summary>
    public TimeSpan Patience { get; private set; }

    /// <summary>
    /// True when the client has said that it asks for nothing more, and has kept to it: it is waited for until closing takes
    /// nothing from it, and not until it leaves.
    /// </summary>
    public bool IsAtItsWord { get; set; }

    /// <summary>The rule that a request has broken.</summary>
    public RequestRejection Rejection { get; set; }

    /// <summary>True when the peer took bytes of ours too slowly, and the connection was reset for it.</summary>
    public bool HasSendTimedOut { get; private set; }

    /// <summary>True when the connection has failed: nothing can be sent or received any more.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True once the server has begun to stop. For any thread.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>True when the connection has carried as many requests, or lived as long, as it may.</summary>
    public bool IsSpent => Requests >= _context.Settings.MaxRequestsPerConnection || _context.Clock.Now >= _retirement;

    /// <summary>Since when no request is under way, in the clock's milliseconds; <see cref="long.MaxValue"/> when one is.
    /// For any thread.</summary>
    public long IdleSince => Volatile.Read(ref _idleSince);

    /// <summary>The server begins to stop: what has been received is still answered. For any thread.</summary>
    public void BeginDrain()
    {
        _isDraining = true;

        // Who begins to wait for this meanwhile sees that it has happened, or is seen here.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _driver)?.Stream.DrainNotice.Tell();

        // An idle client may have a request under way to us: it is given a moment, and then the end of the stream.
        _deadline.CapIdle(_context.Clock.Now + (long)_context.Settings.StopGrace.TotalMilliseconds);
    }

    /// <summary>Closes the connection if it is idle, and when it becomes idle. For any thread.</summary>
    public void Shed() => _deadline.CapIdle(0);

    /// <summary>Ends the connection at once with a reset. For any thread.</summary>
    public void Abort()
    {
        HasFailed = true;
        Connection.Abort();
    }

    /// <summary>Ends this side's stream, and lets the client see that before the connection is closed. RFC 9112 §9.6.</summary>
    public void Close(TimeSpan patience)
    {
        Connection.ShutdownSend();
        Patience = patience;
    }

    /// <summary>The client has ended its stream between two requests: gives the reason.</summary>
    public ConnectionEndCause CloseEnded()
    {
        if (Connection.IsSecured)
        {
            // RFC 9112 §9.8: it is sent a closing alert, for which it may first have to take what it was sent before.
            Close(_context.Settings.DrainTimeout);
        }

        return ConnectionEndCause.PeerClosed;
    }

    /// <summary>No request has come in time: gives the reason, and ends this side's stream if the client has to see that.</summary>
    public ConnectionEndCause CloseIdle()
    {
        if (IsDraining)
        {
            // The client is in the middle of its work, and what it sends now must meet our end and not a reset.
            Close(_context.Settings.StopGrace);
            return ConnectionEndCause.Drained;
        }

        // Nothing is under way that a reset could overtake: the owner closes.
        return IsShed ? ConnectionEndCause.Shed : ConnectionEndCause.IdleTimedOut;
    }

    /// <summary>Somebody has seen the connection fail.</summary>
    public void Fail() => HasFailed = true;

    /// <summary>Says why a connection has ended that failed, and resets it when it is we who wait no longer.</summary>
    public ConnectionEndCause EndFailed()
    {
        if (_context.IsCutOff)
        {
            // RFC 9112 §9.3.1: after an orderly end its request could be sent again, though it was begun. The server's reset
            // comes a moment after its handlers have been told, and this one may have ended in between.
            Abort();
            return ConnectionEndCause.CutOff;
        }

        return HasSendTimedOut ? ConnectionEndCause.SendTimedOut : ConnectionEndCause.PeerReset;
    }

    /// <summary>Why a connection has ended that was closed after the answer to a request.</summary>
    public ConnectionEndCause CauseOfClose(RequestHead request)
    {
        if (!request.KeepAlive)
        {
            return request.IsTolerated ? ConnectionEndCause.Tolerated : ConnectionEndCause.RequestedByPeer;
        }

        if (IsDraining)
        {
            return ConnectionEndCause.Drained;
        }

        return IsSpent ? ConnectionEndCause.LimitReached : ConnectionEndCause.RequestedByHandler;
    }

    /// <summary>The next request is waited for, or the handshake before the first.</summary>
    public void BeginIdle()
    {
        Http1Settings settings = _context.Settings;
        long now = _context.Clock.Now;
        Volatile.Write(ref _idleSince, now);
        TimeSpan patience = Requests == 0 ? settings.FirstByteTimeout : settings.IdleTimeout;
        _deadline.Set(now + (long)patience.TotalMilliseconds, WaitKind.Idle);
    }

    /// <summary>That wait is over; false when it took too long.</summary>
    public bool EndIdle()
    {
        Volatile.Write(ref _idleSince, long.MaxValue);
        return _deadline.TryClear();
    }

    /// <summary>A wait of another kind begins.</summary>
    public void BeginWait(long deadline, WaitKind kind) => _deadline.Set(deadline, kind);

    /// <summary>It is over; false when it took too long.</summary>
    public bool EndWait() => _deadline.TryClear();

    /// <summary>A wait for the peer to take bytes is over.</summary>
    public void EndSend() => HasSendTimedOut |= !_deadline.TryClear();

    /// <summary>Who answers the requests that come now.</summary>
    public void Borrow(Http1Driver driver)
    {
        Debug.Assert(_driver is null, "One at a time.");
        Volatile.Write(ref _driver, driver);
    }

    /// <summary>Nobody does any more.</summary>
    public void GiveBack() => Volatile.Write(ref _driver, null);

    /// <summary>A handler has been given a request.</summary>
    public void BeginHandling() => Volatile.Write(ref _handling, Requests);

    /// <summary>The response has left, as far as we can see.</summary>
    public void EndHandling() => Volatile.Write(ref _handling, 0);

    /// <summary>
    /// The method and target of the request that has been given to a handler and whose response has not left; null when
    /// there is none, or when it is just ending. For any thread.
    /// </summary>
    public (string Method, string Target)? DescribeRequest()
    {
        long handling = Volatile.Read(ref _handling);
        if (handling == 0 || Volatile.Read(ref _driver)?.Stream is not { } stream)
        {
            return null;
        }

        try
        {
            // The head does not move until its response has left. Should that be in the middle of this, what was read is
            // worth nothing, and the number has changed.
            ReadOnlySpan<byte> message = stream.HeadBytes;
            string method = Encoding.ASCII.GetString(stream.Head.MethodBytes(message));
            string target = Encoding.ASCII.GetString(stream.Head.TargetBytes(message));
            return Volatile.Read(ref _handling) == handling ? (method, target) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Nothing is waited for any more.</summary>
    public void End() => _context.Clock.Remove(this);

    /// <inheritdoc />
    public ref Deadline Deadline => ref _deadline;

    /// <inheritdoc />
    public void OnExpired(WaitKind kind)
    {
        switch (kind)
        {
            case WaitKind.Send:
                Abort();
                break;
            case WaitKind.Receive:
                Volatile.Read(ref _driver)?.EndReceive();
                break;
            default:
                Connection.EndIdle();
                break;
        }
    }
}
