// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// Lets one read or write of an exchange happen at a time, and none after its end, from whatever thread it comes: buffers
/// are given back at the end, and somebody else has them next. Owned by an <see cref="HttpExchange"/>.
/// </summary>
/// <remarks>
/// <code>
///   Closed ──Open──▶ Idle ◀──Leave── Busy ──CloseAsync──▶ Awaited
///      ▲              │ └────Enter────▲                      │
///      └──TryClose────┘                                      │
///      └───────────────────────Leave─────────────────────────┘
/// </code>
/// </remarks>
internal sealed class ExchangeGate
{
    private const int Closed = 0;
    private const int Idle = 1;
    private const int Busy = 2;
    private const int Awaited = 3;

    private int _state;
    private TaskCompletionSource? _left;

    /// <summary>The exchange has ended.</summary>
    public static InvalidOperationException Ended() => new(
        "The exchange has ended. Use it only until its handler returns, and await everything the handler starts.");

    /// <summary>The exchange begins.</summary>
    public void Open() => Volatile.Write(ref _state, Idle);

    /// <summary>
    /// Has a read or write happen: it enters, begins, and leaves when it has ended, or when it could not begin. What it needs
    /// comes as a state, so that a request costs no closure.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another one is under way, or the exchange has ended.</exception>
    public ValueTask PassAsync<TState>(TState state, Func<TState, ValueTask> begin)
    {
        Enter();
        ValueTask operation;
        try
        {
            operation = begin(state);
            if (!operation.IsCompletedSuccessfully)
            {
                return LeaveLaterAsync(operation);
            }
        }
        catch
        {
            Leave();
            throw;
        }

        Leave();
        return operation;
    }

    /// <inheritdoc cref="PassAsync{TState}(TState, Func{TState, ValueTask})" />
    public ValueTask<T> PassAsync<TState, T>(TState state, Func<TState, ValueTask<T>> begin)
    {
        Enter();
        ValueTask<T> operation;
        try
        {
            operation = begin(state);
            if (!operation.IsCompletedSuccessfully)
            {
                return LeaveLaterAsync(operation);
            }
        }
        catch
        {
            Leave();
            throw;
        }

        Leave();
        return operation;
    }

    /// <summary>True between two reads or writes.</summary>
    public bool IsIdle => Volatile.Read(ref _state) == Idle;

    /// <summary>Insists that nothing is under way, for what takes no time itself.</summary>
    /// <exception cref="InvalidOperationException">Something is, or the exchange has ended.</exception>
    public void RequireIdle()
    {
        int state = Volatile.Read(ref _state);
        if (state != Idle)
        {
            throw state == Closed ? Ended() : UnderWay();
        }
    }

    /// <summary>Lets nothing begin any more; false when something is under way.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, Closed, Idle) is Idle or Closed;

    /// <summary>Lets nothing begin any more, and waits for what is under way.</summary>
    public async ValueTask CloseAsync()
    {
        _left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _state, Awaited, Busy) == Busy)
        {
            await _left.Task.ConfigureAwait(false);
        }

        Volatile.Write(ref _state, Closed);
    }

    private void Enter()
    {
        int state = Interlocked.CompareExchange(ref _state, Busy, Idle);
        if (state != Idle)
        {
            throw state == Closed ? Ended() : UnderWay();
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Busy) != Busy)
        {
            Volatile.Write(ref _state, Closed);
            _left?.SetResult();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask LeaveLaterAsync(ValueTask operation)
    {
        try
        {
            await operation.ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> LeaveLaterAsync<T>(ValueTask<T> operation)
    {
        try
        {
            return await operation.ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private static InvalidOperationException UnderWay() => new(
        "Another read or write of this exchange is still under way: await each before the next one.");
}
