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
    private readonly Action<object?, CancellationToken> _cancelled;
    private Readiness _readiness;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private volatile Exception? _failure;

    /// <summary>Nothing waits yet.</summary>
    public LoopWait() => _cancelled = Cancelled;

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
    public bool TryBegin(CancellationToken cancellationToken, out ValueTask<bool> wait)
    {
        RequireFree();
        _core.Reset();
        _core.RunContinuationsAsynchronously = false;
        Observe(cancellationToken);
        wait = new ValueTask<bool>(this, _core.Version);
        if (!_readiness.TryWait())
        {
            return false;
        }

        // What happened before the operation was there to be told of it.
        if ((cancellationToken.IsCancellationRequested || _failure is not null) && _readiness.TryTakeBack())
        {
            wait = _failure is { } failure
                ? ValueTask.FromException<bool>(failure)
                : ValueTask.FromCanceled<bool>(cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// Has the operation that <see cref="Signal"/> gave to the caller wait further, because nothing has changed after all;
    /// false when something has since <see cref="Clear"/>.
    /// </summary>
    public bool TryGoOn()
    {
        if (!_readiness.TryWait())
        {
            return false;
        }

        // What happened while nobody waited was told to nobody.
        if ((_token.IsCancellationRequested || _failure is not null) && _readiness.TryTakeBack())
        {
            EndElsewhere(_failure ?? new OperationCanceledException(_token));
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
    public void Fail(Exception failure)
    {
        _failure = failure;
        Interlocked.MemoryBarrier();
        if (_readiness.TryTakeBack())
        {
            EndElsewhere(failure);
        }
    }

    /// <summary>Lets go of what it has registered with the token of the last operation.</summary>
    public void Forget() => _registration.Unregister();

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

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
        _registration = token.UnsafeRegister(_cancelled, null);
    }

    private void Cancelled(object? state, CancellationToken token)
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
