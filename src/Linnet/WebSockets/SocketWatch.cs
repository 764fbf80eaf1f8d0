// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

using Linnet.Exchanges;

namespace Linnet.WebSockets;

/// <summary>
/// Keeps the time of one socket: pings a silent client and gives up one that does not answer, takes too slowly, or does not end
/// a close handshake. Looks when the clock says so, and costs nothing meanwhile.
/// </summary>
/// <remarks>
/// A client is only silent while somebody waits for it: what it has sent to a handler that is busy counts for it.
/// </remarks>
internal sealed class SocketWatch : IDisposable
{
    private const long Never = long.MaxValue;
    private const long RetryMilliseconds = 1000;

    private readonly WebSocketOptions _options;
    private readonly ExchangeAlarm _alarm;
    private readonly Lock _gate = new();
    private Conversation? _conversation;
    private long _closeBy = Never;
    private long _pingedAt = Never;
    private long _quietSince;
    private long _receptions;
    private long _setTo = Never;
    private bool _isDisposed;

    /// <summary>A watch that does not look yet.</summary>
    /// <param name="exchange">Whose clock it goes by.</param>
    /// <param name="options">How long everything may take.</param>
    public SocketWatch(HttpExchange exchange, WebSocketOptions options)
    {
        _options = options;
        _alarm = new ExchangeAlarm(exchange, Look);
    }

    /// <summary>The clock.</summary>
    public ExchangeAlarm Clock => _alarm;

    /// <summary>Begins to watch.</summary>
    public void Begin(Conversation conversation)
    {
        lock (_gate)
        {
            _conversation = conversation;
            _quietSince = _alarm.Now;
            SetBy(_quietSince + Milliseconds(_options.PingInterval));
        }
    }

    /// <summary>A send waits for the client.</summary>
    public void Stalls()
    {
        lock (_gate)
        {
            SetBy(_alarm.Now + Milliseconds(_options.SendTimeout));
        }
    }

    /// <summary>The close handshake has begun: it ends in its time.</summary>
    public void BeginClose()
    {
        lock (_gate)
        {
            _closeBy = Math.Min(_closeBy, _alarm.Now + Milliseconds(_options.CloseTimeout));
            SetBy(_closeBy);
        }
    }

    /// <summary>A send has failed: nothing can follow it, and the conversation is over.</summary>
    public void Abort() => _conversation?.Abort();

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _alarm.Dispose();
            }
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private void Look()
    {
        bool givesUp;
        Conversation? watched = _conversation;
        lock (_gate)
        {
            if (_isDisposed || watched is null)
            {
                return;
            }

            _setTo = Never;
            long now = _alarm.Now;
            long next = Math.Min(Math.Min(_closeBy, SendBy(watched.Sender)), HearBy(watched, now));
            givesUp = next <= now;
            SetBy(next);
        }

        if (givesUp)
        {
            watched.Abort();
        }
    }

    private long SendBy(FrameSender sender) =>
        sender.StalledSince is not FrameSender.NotStalled and var since ? since + Milliseconds(_options.SendTimeout) : Never;

    /// <summary>By when something has to be heard; asks the client when it has been silent for long enough.</summary>
    private long HearBy(Conversation watched, long now)
    {
        long receptions = watched.Receiver.Receptions;
        if (receptions != _receptions || !watched.Receiver.IsWaiting)
        {
            _receptions = receptions;
            _quietSince = watched.Receiver.IsWaiting ? watched.Receiver.HeardAt : now;
            _pingedAt = Never;
        }

        if (_pingedAt == Never && now - _quietSince >= Milliseconds(_options.PingInterval))
        {
            if (!watched.Sender.TryPing())
            {
                // Something is being sent, which has a time of its own; there is nothing to be answered yet.
                return now + RetryMilliseconds;
            }

            _pingedAt = now;
        }

        return _pingedAt == Never
            ? _quietSince + Milliseconds(_options.PingInterval)
            : _pingedAt + Milliseconds(_options.PongTimeout);
    }

    private void SetBy(long at)
    {
        if (at < _setTo && !_isDisposed)
        {
            _setTo = at;
            _alarm.Set(at);
        }
    }
}
