// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// Which <see cref="EventLoop"/> watches a connection: the one that has accepted it, as long as nobody knows whether it is
/// going to stay, and then one in turn (ADR 67).
/// </summary>
/// <remarks>
/// Who comes for one answer waits once at most, and waking another loop for that costs more than the answer. Who waits for the
/// second time stays, and belongs where the others are fewest. Two threads may wait at once, one to receive and one to send,
/// and a third may close; <see cref="_stage"/> says which of them touches the loops.
/// <code>
///   New      has not waited            → Waited, Left
///   Waited   has waited once           → Moving, Settled, Left
///   Moving   one thread moves it       → Settled; or Left, and then that thread forgets it
///   Settled  stays where it is         → Left
///   Left     watched by none
/// </code>
/// </remarks>
internal struct LoopHome
{
    private const int New = 0;
    private const int Waited = 1;
    private const int Moving = 2;
    private const int Settled = 3;
    private const int Left = 4;

    private const LoopEvents Watched =
        LoopEvents.Readable | LoopEvents.Writable | LoopEvents.PeerEnded | LoopEvents.EdgeTriggered;

    private readonly EventLoops _loops;
    private readonly LoopTarget _target;
    private EventLoop _loop;
    private int _stage;

    /// <summary>With the loop that has accepted the connection, unless that one has too much to do.</summary>
    public LoopHome(EventLoops loops, EventLoop accepting, ILoopClient connection)
    {
        _loops = loops;
        _target = new LoopTarget(connection, isOurs: false);
        _stage = accepting.IsBehind ? Settled : New;
        _loop = _stage == Settled ? loops.Next() : accepting;
    }

    /// <summary>True once it is where it stays, or has left.</summary>
    public bool IsSettled => Volatile.Read(ref _stage) >= Settled;

    /// <summary>True when the caller runs inside a dispatch of the connection's.</summary>
    public bool IsInDispatch => _loop.IsInDispatchOf(_target);

    /// <summary>Has the loop begin to watch. The first event comes at once: a new connection can be written to.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system has no memory for it.</exception>
    /// <exception cref="System.ObjectDisposedException">The descriptor is closed.</exception>
    public void Enter(SafeHandle descriptor) => _loop.Add(descriptor, _target, Watched);

    /// <summary>
    /// The connection is about to wait. Whatever it waits for and has come by the time a loop begins to watch is told of by
    /// that loop's first event, so nothing is lost on the way from one to another.
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system has no memory for it: nobody watches it any more.</exception>
    /// <exception cref="System.ObjectDisposedException">The descriptor is closed.</exception>
    public void Wait(SafeHandle descriptor)
    {
        if (Interlocked.CompareExchange(ref _stage, Waited, New) == New)
        {
            return;
        }

        EventLoop next = _loops.Next();
        if (next == _loop)
        {
            Interlocked.CompareExchange(ref _stage, Settled, Waited);
        }
        else if (Interlocked.CompareExchange(ref _stage, Moving, Waited) == Waited)
        {
            Move(next, descriptor);
        }
    }

    /// <summary>Nobody is to be told any more; by whoever closes the descriptor, after that.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _stage, Left) != Moving)
        {
            _loop.Remove(_target);
        }
    }

    private void Move(EventLoop next, SafeHandle descriptor)
    {
        try
        {
            _loop.Remove(_target, descriptor);
            _loop = next;
            next.Add(descriptor, _target, Watched);
        }
        finally
        {
            if (Interlocked.CompareExchange(ref _stage, Settled, Moving) != Moving)
            {
                // Closed meanwhile, by one who has left this to us.
                _loop.Remove(_target);
            }
        }
    }
}
