// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Connections.Memory;

/// <summary>A connection that passes for one that nobody on the way can read, or keeps the work that is queued at it.</summary>
internal sealed class PosingConnection(Connection underneath, bool isSecured = false, List<IThreadPoolWorkItem>? kept = null)
    : Connection
{
    public override EndPoint? LocalEndPoint => underneath.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => underneath.RemoteEndPoint;

    internal override bool IsSecured => isSecured;

    public override ValueTask<bool> WaitForDataAsync(CancellationToken cancellationToken = default) =>
        underneath.WaitForDataAsync(cancellationToken);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        underneath.ReceiveAsync(buffer, cancellationToken);

    public override ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        underneath.SendAllAsync(buffer, cancellationToken);

    public override void Queue(IThreadPoolWorkItem work)
    {
        if (kept is null)
        {
            base.Queue(work);
            return;
        }

        kept.Add(work);
    }

    public override void ShutdownSend() => underneath.ShutdownSend();

    public override void Abort() => underneath.Abort();

    public override ValueTask DisposeAsync() => underneath.DisposeAsync();
}
