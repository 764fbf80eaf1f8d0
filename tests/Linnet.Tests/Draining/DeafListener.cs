// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Tests.Draining;

/// <summary>A listener of the system that accepts nobody before it is about to close: its clients wait in the kernel.</summary>
internal sealed class DeafListener(IConnectionListener underneath) : IConnectionListener
{
    public EndPoint LocalEndPoint => underneath.LocalEndPoint;

    public async ValueTask<Connection> AcceptAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Connection> never = new();
        return await never.Task.WaitAsync(cancellationToken);
    }

    public Connection? TryAcceptPending() => underneath.TryAcceptPending();

    public bool HasRoom() => underneath.HasRoom();

    public void Dispose() => underneath.Dispose();
}
