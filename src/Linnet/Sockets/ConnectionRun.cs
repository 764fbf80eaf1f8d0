// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// One connection's time in a <see cref="ConnectionServer"/>: handler, then close, then leave. Owns the connection.
/// A work item of the thread pool, so that starting it costs the accept loop one enqueue, however long the handler
/// computes or blocks before its first await.
/// </summary>
internal sealed class ConnectionRun(
    ConnectionServer server,
    Connection connection,
    Func<Connection, CancellationToken, Task> handler,
    Action<Connection, Exception>? handlerFailed,
    CancellationToken stopping) : IThreadPoolWorkItem
{
    /// <summary>Starts the handler; called by the thread pool.</summary>
    public void Execute() => _ = RunAsync();

    /// <summary>Resets the connection, which ends every operation the handler waits for.</summary>
    public void Abort() => connection.Abort();

    private async Task RunAsync()
    {
        try
        {
            await handler(connection, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The handler did as it was told.
        }
        catch (Exception failure)
        {
            // The peer must not take what it received so far for the whole.
            connection.Abort();
            FailureCallback.Tell(handlerFailed, connection, failure);
        }

        await CloseAsync().ConfigureAwait(false);
        server.Leave(this);
    }

    private async ValueTask CloseAsync()
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            FailureCallback.Tell(handlerFailed, connection, failure);
        }
    }
}
