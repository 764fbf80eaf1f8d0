// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Whether one direction of a connection is ready, and whether an operation waits for that: the meeting point of the
/// thread that asks the system and the loop that hears from it. Lock-free.
/// </summary>
/// <remarks>
/// <code>
///              Clear                    TryWait
///   Ready ──────────────► Unready ──────────────► Waiting
///     ▲                      │                       │
///     └──── Signal (loop) ───┴──── Signal: resume ───┘      TryTakeBack: Waiting → Unready
/// </code>
/// The system tells of a change once. So an operation clears, asks the system, and only then waits; what the loop has
/// heard in between makes <see cref="TryWait"/> fail, and the operation asks again. Nobody waits for what has happened.
/// Whoever moves Waiting away owns the operation, and nobody else does.
/// </remarks>
internal struct Readiness
{
    private const int Unready = 0;
    private const int Ready = 1;
    private const int Waiting = 2;
    private const int Idling = 3;

    private int _state;

    /// <summary>True when the loop has heard of a change since <see cref="Clear"/>.</summary>
    public bool IsReady => Volatile.Read(ref _state) == Ready;

    /// <summary>True while an operation waits.</summary>
    public bool IsWaiting => Volatile.Read(ref _state) >= Waiting;

    /// <summary>Forgets what was heard; by the operation, before it asks the system.</summary>
    // An exchange rather than a write: a write that lands after the question would wipe out what was heard meanwhile.
    public void Clear() => Interlocked.Exchange(ref _state, Unready);

    /// <summary>Begins to wait; false when there was a change meanwhile.</summary>
    /// <param name="isIdle">True when <see cref="TryTakeIdle"/> may end it.</param>
    public bool TryWait(bool isIdle) =>
        Interlocked.CompareExchange(ref _state, isIdle ? Idling : Waiting, Unready) == Unready;

    /// <summary>There was a change; true when an operation waits, which is now the caller's to resume.</summary>
    // Already Ready, nothing to add: whoever clears that asks the system afterwards, and will see this change.
    public bool Signal() => Volatile.Read(ref _state) != Ready && Interlocked.Exchange(ref _state, Ready) >= Waiting;

    /// <summary>Ends the waiting without a change; true when an operation waits, which is now the caller's to end.</summary>
    public bool TryTakeBack() =>
        Interlocked.CompareExchange(ref _state, Unready, Waiting) == Waiting || TryTakeIdle();

    /// <summary>The same, if nothing but idleness would be disturbed by it.</summary>
    public bool TryTakeIdle() => Interlocked.CompareExchange(ref _state, Unready, Idling) == Idling;
}
