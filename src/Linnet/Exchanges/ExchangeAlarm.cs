// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Connections;

namespace Linnet.Exchanges;

/// <summary>
/// One moment on the server's clock, for responses that outlast a wait of HTTP's: no timer of their own, and tests move it.
/// Rings on the clock's thread, up to a tick late. Owned by whoever made it; outlives the exchange until disposed.
/// </summary>
internal sealed class ExchangeAlarm : IDisposable, IDeadlineOwner
{
    private readonly Clock _clock;
    private Deadline _deadline = new();
    private readonly Action _rings;

    /// <summary>An alarm that is not set.</summary>
    /// <param name="exchange">Whose clock it is.</param>
    /// <param name="rings">What happens; must not block nor throw. It may set the alarm again.</param>
    public ExchangeAlarm(HttpExchange exchange, Action rings)
    {
        _clock = exchange.Stream.Clock;
        _rings = rings;
        _clock.Add(this);
    }

    /// <summary>The clock's time, in milliseconds.</summary>
    public long Now => _clock.Now;

    /// <summary>Has it ring at a moment, and not at the one set before.</summary>
    public void Set(long at) => _deadline.Set(at, WaitKind.Receive);

    /// <inheritdoc />
    public ref Deadline Deadline => ref _deadline;

    /// <inheritdoc />
    public void OnExpired(WaitKind kind) => _rings();

    /// <inheritdoc />
    public void Dispose()
    {
        _clock.Remove(this);
        _deadline.TryClear();
    }
}
