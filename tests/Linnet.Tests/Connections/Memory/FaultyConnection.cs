// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Connections.Memory;

/// <summary>A connection that throws what no connection may throw: what a defect of ours would look like.</summary>
internal sealed class FaultyConnection : Connection
{
    public override EndPoint? LocalEndPoint => null;

    public override EndPoint? RemoteEndPoint => null;

    public bool IsAborted { get; private set; }

    /// <summary>What comes of having its first work run; null when nothing does.</summary>
    public Exception? BeginFailure { get; init; }

    internal override void Begin(IThreadPoolWorkItem work)
    {
        if (BeginFailure is not null)
        {
            throw BeginFailure;
        }

        base.Begin(work);
    }

    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A connection may not throw this.");

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A connection may not throw this.");

    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A connection may not throw this.");

    public override void ShutdownSend()
    {
        // There is nothing to end.
    }

    public override void Abort() => IsAborted = true;

    public override ValueTask DisposeAsync() => default;
}
