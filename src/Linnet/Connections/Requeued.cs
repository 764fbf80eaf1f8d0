// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Threading;

using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// Awaited by a flow that has had its turn: it goes on when its connection's transport lets it, after whatever waits there.
/// </summary>
internal readonly struct Requeued(Connection connection) : ICriticalNotifyCompletion
{
    /// <summary>Never: a turn always ends.</summary>
    public bool IsCompleted => false;

    /// <summary>Awaits itself.</summary>
    public Requeued GetAwaiter() => this;

    /// <summary>There is nothing to get.</summary>
    public void GetResult()
    {
        // The flow goes on.
    }

    /// <inheritdoc />
    public void OnCompleted(Action continuation) => connection.Queue(new Turn(continuation));

    /// <inheritdoc />
    public void UnsafeOnCompleted(Action continuation) => connection.Queue(new Turn(continuation));

    private sealed class Turn(Action continuation) : IThreadPoolWorkItem
    {
        public void Execute() => continuation();
    }
}
