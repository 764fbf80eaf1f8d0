// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace Linnet.Sockets;

/// <summary>
/// Waits for one direction of a descriptor to become ready, again and again, without allocating. The flow that waits is
/// resumed inline by the loop; by the thread pool when the waiting was cancelled or cut off.
/// </summary>
internal sealed class LoopWait : IValueTaskSource<bool>
{
    private Readiness _readiness;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private volatile LoopSocketEnd _end;
    private bool _isIdle;
    private volatile bool _isEndDue;

    /// <summary>True when something has changed since <see cref="Clear"/>.</summary>
    public bool IsReady => _readiness.IsReady;

    /// <summary>Forgets what has changed: call it before asking the system, never after.</summary>
    /// <exception cref="InvalidOperationException">An operation waits already.</exception>
    public void Clear()
    {
        RequireFree();
        if (_readiness.IsReady)
        {
            _readiness.Clear();
        }
    }

    /// <summary>Begins to wait for a change; false when there has been one since <see cref="Clear"/>.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="wait">Ends with what <see cref="Resume"/> is given.</param>
    /// <param name="isIdle">True when <see cref="EndIdle"/> ends it.</param>
    public bool TryBegin(CancellationToken cancellationToken, out ValueTask<bool> wait, bool isIdle = false)
    {
        RequireFree();
        _core.Reset();
        _core.RunContinuationsAsynchronously = false;
        Observe(cancellationToken);
        wait = new ValueTask<bool>(this, _core.Version);
        _isIdle = isIdle;
        if (!_readiness.TryWait(isIdle))
        {
            return false;
        }

        // What happened before the operation was there to be told of it.
        if (MustEnd && _readiness.TryTakeBack())
        {
            wait = ValueTask.FromException<bool>(TakeEnd());
        }

        return true;
    }

    /// <summary>
    /// Has the operation that <see cref="Signal"/> gave to the caller wait further, because nothing has changed after all;
    /// false when something has since <see cref="Clear"/>.
    /// </summary>
    public bool TryGoOn()
    {
        if (!_readiness.TryWait(_isIdle))
        {
            return false;
        }

        // What happened while nobody waited was told to nobody.
        if (MustEnd && _readiness.TryTakeBack())
        {
            EndElsewhere(TakeEnd());
        }

        return true;
    }

    /// <summary>Something has changed; true when an operation waits for it, which the caller must resume.</summary>
    public bool Signal() => _readiness.Signal();

    /// <summary>Resumes the operation that waits, on this thread.</summary>
    public void Resume(bool value) => _core.SetResult(value);

    /// <summary>Fails the operation that waits, on this thread.</summary>
    public void ResumeFailed(Exception failure) => _core.SetException(failure);

    /// <summary>Fails the operation that waits, and all that will. May be called by any thread.</summary>
    /// <remarks>Takes the kind of end and not the failure: most connections end with nobody waiting for one to be made.</remarks>
    public void Fail(LoopSocketEnd end)
    {
        _end = end;
        Interlocked.MemoryBarrier();
        if (_readiness.TryTakeBack())
        {
            EndElsewhere(LoopSocket.FailureOf(end));
        }
    }

    /// <summary>Ends the idle wait, or the next one when there is none now, as cancelled. May be called by any thread.</summary>
    public void EndIdle()
    {
        _isEndDue = true;
        if (_readiness.TryTakeIdle())
        {
            EndElsewhere(TakeEnd());
        }
    }

    /// <summary>Lets go of what it has registered with the token of the last operation.</summary>
    public void Forget() => _registration.Unregister();

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool MustEnd => _token.IsCancellationRequested || _end != LoopSocketEnd.None || (_isIdle && _isEndDue);

    private Exception TakeEnd()
    {
        _isEndDue &= !_isIdle;
        return _end == LoopSocketEnd.None ? new OperationCanceledException(_token) : LoopSocket.FailureOf(_end);
    }

    private void RequireFree()
    {
        if (_readiness.IsWaiting)
        {
            throw new InvalidOperationException(
                "This connection is already receiving, or sending. Await one such operation before starting the next.");
        }
    }

    // Most connections use one token for all their operations: it is registered with once.
    private void Observe(CancellationToken token)
    {
        if (token == _token)
        {
            return;
        }

        _registration.Unregister();
        _token = token;
        _registration = token.UnsafeRegister(static (wait, token) => ((LoopWait)wait!).Cancelled(token), this);
    }

    private void Cancelled(CancellationToken token)
    {
        if (!_readiness.TryTakeBack())
        {
            return;
        }

        if (_token == token)
        {
            EndElsewhere(new OperationCanceledException(token));
            return;
        }

        // An earlier operation's token: the one that waits now only looks once more.
        _core.RunContinuationsAsynchronously = true;
        _core.SetResult(true);
    }

    private void EndElsewhere(Exception failure)
    {
        // The caller is somebody's timer or another connection's flow, with a stack of its own to unwind.
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(failure);
    }
}
