// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace Linnet.Sockets;

/// <summary>
/// The receiving half of a <see cref="SocketConnection"/>, which owns one: wraps the socket's own reusable operation
/// so that its exceptions become ours, and a peek becomes a yes or no, without allocating.
/// </summary>
/// <remarks>
/// An async method would do the same in three lines and allocate its state whenever it waits, which a server with
/// many idle connections does all the time.
/// </remarks>
internal sealed class ReceiveOperation : IValueTaskSource<int>, IValueTaskSource<bool>
{
    private readonly SocketConnection _owner;
    private readonly Action _complete;
    private ManualResetValueTaskSourceCore<int> _core;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _socket;
    private int _isBusy;

    /// <summary>For one connection.</summary>
    public ReceiveOperation(SocketConnection owner)
    {
        _owner = owner;
        _complete = Complete;
    }

    /// <summary>Receives into the buffer, or looks at the first byte without taking it.</summary>
    public ValueTask<int> Receive(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        return Start(socket, buffer, SocketFlags.None, cancellationToken, out int received)
            ? new ValueTask<int>(received)
            : new ValueTask<int>(this, _core.Version);
    }

    /// <summary>Looks at the first byte without taking it; false at the end of input.</summary>
    public ValueTask<bool> Wait(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        return Start(socket, buffer, SocketFlags.Peek, cancellationToken, out int received)
            ? new ValueTask<bool>(received > 0)
            : new ValueTask<bool>(this, _core.Version);
    }

    int IValueTaskSource<int>.GetResult(short token) => GetResult(token);

    bool IValueTaskSource<bool>.GetResult(short token) => GetResult(token) > 0;

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
    }

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
    }

    /// <summary>True when the result is there at once; otherwise, failures included, it comes through the source.</summary>
    private bool Start(
        Socket socket, Memory<byte> buffer, SocketFlags flags, CancellationToken cancellationToken, out int received)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException(
                "This connection is already receiving. Await one receiving operation before starting the next.");
        }

        _core.Reset();
        received = 0;
        try
        {
            ValueTask<int> pending = socket.ReceiveAsync(buffer, flags, cancellationToken);
            if (pending.IsCompletedSuccessfully)
            {
                received = pending.Result;
                Volatile.Write(ref _isBusy, 0);
                return true;
            }

            _socket = pending.ConfigureAwait(false).GetAwaiter();
            _socket.UnsafeOnCompleted(_complete);
        }
        catch (Exception failure)
        {
            _core.SetException(_owner.Translate(failure));
        }

        return false;
    }

    private void Complete()
    {
        try
        {
            _core.SetResult(_socket.GetResult());
        }
        catch (Exception failure)
        {
            // Whatever it is goes to whoever awaits: thrown from here it would end the process.
            _core.SetException(_owner.Translate(failure));
        }
    }

    private int GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }
}
