// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Diagnostics;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>Which thread an <see cref="EventLoop"/> belongs to, as one number that never comes back to a value it had.</summary>
/// <remarks>
/// <code>
///   2n     the owner is between dispatches; the loop cannot be taken
///   2n + 1 the owner is in dispatch n; whoever makes 2n + 2 of this owns the loop from then on:
///            the owner, who has come back, goes on
///            the monitor, who has lost patience, gives the loop to another thread
/// </code>
/// Both try the same exchange, so exactly one succeeds. An owner that fails touches the loop no more.
/// </remarks>
internal struct LoopOwnership
{
    private long _state;

    /// <summary>The number as it is at this moment.</summary>
    public long State => Volatile.Read(ref _state);

    /// <summary>True for the number of a dispatch that is under way.</summary>
    public static bool IsDispatching(long state) => (state & 1) != 0;

    /// <summary>Begins a dispatch and returns its number; by the owner.</summary>
    // An exchange rather than a write: what the owner reads next, such as whether the monitor sleeps, is read after it.
    public long Enter()
    {
        long dispatch = _state + 1;
        Debug.Assert(IsDispatching(dispatch), "A dispatch within a dispatch, or two owners.");
        Interlocked.Exchange(ref _state, dispatch);
        return dispatch;
    }

    /// <summary>Ends a dispatch; false when the loop was taken away meanwhile.</summary>
    public bool TryLeave(long dispatch) => TryEnd(dispatch);

    /// <summary>Takes the loop away from the thread that is stuck in a dispatch; false when it has come back.</summary>
    public bool TryTake(long dispatch) => TryEnd(dispatch);

    private bool TryEnd(long dispatch) =>
        Interlocked.CompareExchange(ref _state, dispatch + 1, dispatch) == dispatch;
}
