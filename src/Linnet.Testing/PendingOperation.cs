// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace Linnet.Testing;

/// <summary>
/// One side's operation that waits for the other side, used again and again, so that waiting allocates nothing.
/// Begun and claimed under its pipe's lock; completed outside it, because completing may run whoever awaits.
/// </summary>
internal sealed class PendingOperation : IValueTaskSource<int>, IValueTaskSource<bool>, IValueTaskSource
{
    private readonly Action<object?> _cancelled;
    private ManualResetValueTaskSourceCore<int> _core;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;

    /// <param name="cancelled">Told, with this object, that the token of some operation of it has been cancelled.</param>
    /// <param name="isInline">True to run whoever awaits within the call that completes the operation.</param>
    public PendingOperation(Action<PendingOperation> cancelled, bool isInline)
    {
        _cancelled = operation => cancelled(operation as PendingOperation ?? this);
        _core.RunContinuationsAsynchronously = !isInline;
    }

    /// <summary>True from the beginning of an operation until someone claims its end.</summary>
    public bool IsPending { get; private set; }

    /// <summary>True when the operation under way is to be cancelled, and not one that was before it.</summary>
    public bool IsCancellationRequested => IsPending && _token.IsCancellationRequested;

    /// <summary>Begins an operation.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (IsPending)
        {
            throw new InvalidOperationException("An operation of this kind is under way: await it first.");
        }

        _core.Reset();
        _token = cancellationToken;
        IsPending = true;
    }

    /// <summary>Takes the right, and the duty, to complete the operation.</summary>
    public void Claim() => IsPending = false;

    /// <summary>Begins to listen for cancellation. Outside the lock: a token that is cancelled already calls at once.</summary>
    public void Listen(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(_cancelled, this);

    /// <summary>Ends the operation well.</summary>
    public void Complete(int result)
    {
        _registration.Dispose();
        _core.SetResult(result);
    }

    /// <summary>Ends the operation with an exception.</summary>
    public void Fail(Exception failure)
    {
        _registration.Dispose();
        _core.SetException(failure);
    }

    /// <summary>Ends the operation as cancelled.</summary>
    public void Cancel() => Fail(new OperationCanceledException(_token));

    public ValueTask<int> AsCount() => new(this, _core.Version);

    public ValueTask<bool> AsAnswer() => new(this, _core.Version);

    public ValueTask AsTask() => new(this, _core.Version);

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token) > 0;

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
