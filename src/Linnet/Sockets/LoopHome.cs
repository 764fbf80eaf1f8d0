// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Which <see cref="EventLoop"/> watches a connection: the one that has accepted it, as long as nobody knows whether it is
/// going to stay, and then one in turn (ADR 67).
/// </summary>
/// <remarks>
/// Who comes for one answer waits for a request and perhaps for the next, and waking another loop for that costs more than the
/// answer. Who waits for the third time stays, and is to cost each loop the same. Two threads may wait at once, one to receive
/// and one to send, and a third may close; the stage says which of them touches the loops, and only whoever has made it
/// <c>Moving</c> writes <see cref="_loop"/>.
/// </remarks>
internal struct LoopHome
{
    private const LoopEvents Watched =
        LoopEvents.Readable | LoopEvents.Writable | LoopEvents.PeerEnded | LoopEvents.EdgeTriggered;

    private readonly EventLoops _loops;
    private readonly LoopTarget _target;
    private EventLoop _loop;
    private volatile Stage _stage;

    /// <summary>With the loop that has accepted the connection, unless that one has too much to do.</summary>
    public LoopHome(EventLoops loops, EventLoop accepting, ILoopClient connection)
    {
        _loops = loops;
        _target = new LoopTarget(connection, isOurs: false);
        _stage = accepting.IsBusy ? Stage.Settled : Stage.New;
        _loop = _stage == Stage.Settled ? loops.Next() : accepting;
    }

    private enum Stage
    {
        /// <summary>Has not waited.</summary>
        New,

        /// <summary>Has waited once.</summary>
        WaitedOnce,

        /// <summary>Has waited twice.</summary>
        WaitedTwice,

        /// <summary>One thread moves it. When it has left by the end of that, this thread has it forgotten.</summary>
        Moving,

        /// <summary>It stays where it is.</summary>
        Settled,

        /// <summary>There was no memory to watch it: whoever sees that has to close it.</summary>
        Lost,

        /// <summary>Closed; watched by none.</summary>
        Left,
    }

    /// <summary>True once it stays where it is.</summary>
    public bool IsSettled => _stage >= Stage.Settled;

    /// <summary>True when nobody watches it, for lack of memory.</summary>
    public bool IsLost => _stage == Stage.Lost;

    /// <summary>True when the caller runs inside a dispatch of the connection's.</summary>
    public bool IsInDispatch => _loop.IsInDispatchOf(_target);

    /// <summary>Has the loop begin to watch. The first event comes at once: a new connection can be written to.</summary>
    /// <exception cref="SocketException">The system has no memory for it.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public void Enter(SafeHandle descriptor) => _loop.Add(descriptor, _target, Watched);

    /// <summary>
    /// The connection is about to wait, and moves when it is for the third time. What has come by the time a loop begins to
    /// watch is told of by that loop's first event, so nothing is lost on the way from one to another.
    /// </summary>
    public void Wait(SafeHandle descriptor)
    {
        if (!TryAdvance(Stage.New, Stage.WaitedOnce) && !TryAdvance(Stage.WaitedOnce, Stage.WaitedTwice))
        {
            TryMove(Stage.WaitedTwice, descriptor);
        }
    }

    /// <summary>
    /// The connection is about to begin. True when it has moved instead, because many have come at once and its loop has been at
    /// the others for too long; then it begins there.
    /// </summary>
    public bool TryBeginElsewhere(SafeHandle descriptor) =>
        !IsSettled && _loop.IsBusy && TryMove(Stage.New, descriptor);

    /// <summary>Nobody is to be told any more; by whoever closes the descriptor, after that.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _stage, Stage.Left) != Stage.Moving)
        {
            _loop.Remove(_target);
        }
    }

    /// <summary>True when it is watched by another loop now.</summary>
    private bool TryMove(Stage from, SafeHandle descriptor)
    {
        if (!TryAdvance(from, Stage.Moving))
        {
            return false;
        }

        bool hasMoved = false;
        Stage end = Stage.Settled;
        try
        {
            hasMoved = TryChange(_loops.Next(), descriptor);
        }
        catch (ObjectDisposedException)
        {
            // Whoever closes it tells those who wait.
        }
        catch (Exception failure) when (failure is SocketException or OutOfMemoryException)
        {
            end = Stage.Lost;
        }

        if (!TryAdvance(Stage.Moving, end))
        {
            // Closed meanwhile, by one who has left this to us.
            _loop.Remove(_target);
        }

        return hasMoved;
    }

    private bool TryChange(EventLoop next, SafeHandle descriptor)
    {
        if (next == _loop)
        {
            return false;
        }

        _loop.Remove(_target, descriptor);
        _loop = next;
        next.Add(descriptor, _target, Watched);
        return true;
    }

    private bool TryAdvance(Stage from, Stage to) => Interlocked.CompareExchange(ref _stage, to, from) == from;
}
