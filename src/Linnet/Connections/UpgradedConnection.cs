// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Connections;

/// <summary>
/// A connection that began in HTTP and goes on in another protocol: first come the bytes that were received behind the
/// request, then the connection itself. No deadline of HTTP's holds any more. Borrowed, like any connection of a handler.
/// What fails is remembered by the connection, so that nobody takes a lost client for a fault of the handler's.
/// </summary>
internal sealed class UpgradedConnection(BufferedConnection buffered) : Connection
{
    private Connection Underneath => buffered.Connection;

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint => Underneath.LocalEndPoint;

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint => Underneath.RemoteEndPoint;

    /// <inheritdoc />
    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        buffered.Input.IsEmpty
            ? WatchAsync(Underneath.WaitForDataAsync(cancellationToken))
            : new ValueTask<bool>(true);

    /// <inheritdoc />
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffered.Input.IsEmpty
            ? WatchAsync(Underneath.ReceiveAsync(buffer, cancellationToken))
            : new ValueTask<int>(buffered.Input.Take(buffer.Span));

    /// <inheritdoc />
    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WatchAsync(Underneath.SendAllAsync(buffer, cancellationToken));

    /// <inheritdoc />
    public override ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default) =>
        WatchAsync(Underneath.SendFileAsync(file, offset, length, cancellationToken));

    /// <inheritdoc />
    public override void Queue(IThreadPoolWorkItem work) => Underneath.Queue(work);

    /// <inheritdoc />
    public override void ShutdownSend() => Underneath.ShutdownSend();

    /// <inheritdoc />
    public override void Abort() => buffered.Abort();

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Underneath.ShutdownSend();
        return default;
    }

    private ValueTask<T> WatchAsync<T>(ValueTask<T> operation)
    {
        return operation.IsCompletedSuccessfully ? operation : AwaitAsync(operation);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<T> AwaitAsync(ValueTask<T> operation)
        {
            try
            {
                return await operation.ConfigureAwait(false);
            }
            catch (IOException)
            {
                buffered.Fail();
                throw;
            }
        }
    }

    private ValueTask WatchAsync(ValueTask operation)
    {
        return operation.IsCompletedSuccessfully ? operation : AwaitAsync(operation);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask AwaitAsync(ValueTask operation)
        {
            try
            {
                await operation.ConfigureAwait(false);
            }
            catch (IOException)
            {
                buffered.Fail();
                throw;
            }
        }
    }
}
