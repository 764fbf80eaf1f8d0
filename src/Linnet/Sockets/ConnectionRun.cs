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
internal sealed class ConnectionRun(ConnectionServer server, Connection connection) : IThreadPoolWorkItem, IRun
{
    private Task _handling = Task.CompletedTask;

    /// <inheritdoc />
    public int Index { get; set; } = IRun.Gone;

    /// <summary>One more in a server; null when there is no memory for it: the next client may have more luck.</summary>
    public static ConnectionRun? TryEnter(RunSet<ConnectionRun> runs, ConnectionServer server, Connection connection)
    {
        try
        {
            ConnectionRun run = new(server, connection);
            runs.Add(run);
            return run;
        }
        catch (OutOfMemoryException failure)
        {
            server.Report(connection, failure);
            return null;
        }
    }

    /// <summary>Has the handler started where this transport wants it.</summary>
    public void Begin()
    {
        try
        {
            connection.Begin(this);
        }
        catch (OutOfMemoryException failure)
        {
            connection.Abort();
            server.Report(connection, failure);
            server.Leave(this);
        }
        catch
        {
            // A defect, and the caller's to tell of and to reset. Its place would be lost for good.
            server.Leave(this);
            throw;
        }
    }

    /// <summary>Starts the handler; called by the thread pool, or by a loop.</summary>
    public void Execute()
    {
        _handling = server.HandleAsync(connection);
        if (_handling.IsCompleted)
        {
            End();
            return;
        }

        // Waited for without a method that waits: its object would be a tenth of what an idle connection holds.
        _handling.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(End);
    }

    /// <summary>Resets the connection, which ends every operation the handler waits for.</summary>
    public void Abort() => connection.Abort();

    private void End()
    {
        if (!_handling.IsCompletedSuccessfully)
        {
            server.EndFailed(connection, _handling);
        }

        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            server.Report(connection, failure);
        }

        server.Leave(this);
    }
}
