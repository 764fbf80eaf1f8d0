// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// A wait that is over once the connection has had time for it (<see cref="Connection.Queue"/>): whoever waited goes on within
/// that, and not within whatever has ended the wait.
/// </summary>
internal sealed class QueuedWait : TaskCompletionSource, IThreadPoolWorkItem
{
    /// <inheritdoc />
    public void Execute() => TrySetResult();
}
