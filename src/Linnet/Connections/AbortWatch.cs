// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>
/// Notices that a client has gone while its request is being handled and nothing is read from it or written to it.
/// Made for one request, when its handler asks for the token; nobody else pays for it.
/// </summary>
/// <remarks>
/// A reset or a lost connection counts as gone. The end of the client's stream does not: a client may close its sending
/// side and wait for the answer, and TCP does not tell that from one that has closed altogether until we send.
/// Used by the flow of one connection.
/// </remarks>
/// <param name="connection">The connection to watch.</param>
/// <param name="failed">Told what a callback on the token threw; must not throw.</param>
/// <param name="cutOff">Cancelled when the connection is cut off.</param>
internal sealed class AbortWatch(Connection connection, Action<Exception> failed, CancellationToken cutOff)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _aborted = CancellationTokenSource.CreateLinkedTokenSource(cutOff);
    private readonly CancellationTokenSource _stopWatching = new();
    private Task? _watch;

    /// <summary>Cancelled when the client has gone or the connection is cut off.</summary>
    public CancellationToken Token => _aborted.Token;

    /// <summary>Begins to watch: nothing else receives from the connection until this object is disposed.</summary>
    public void Start() => _watch ??= WatchAsync();

    /// <summary>Ends the watch, so that the connection can be read again; the token stays.</summary>
    public ValueTask StopAsync()
    {
        EndWait();
        return new ValueTask(_watch ??= Task.CompletedTask);
    }

    /// <summary>Ends the watch and the token.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopWatching.Dispose();
        _aborted.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await connection.WaitForDataAsync(_stopWatching.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The handler has finished first.
        }
        catch (IOException)
        {
            // Callbacks are the handler's code, which may take its time: not on an event loop.
            await new Requeued(connection);
            Tell();
        }
    }

    // Nobody listens but the connection's own wait, which may end here: no errand for the thread pool.
    private void EndWait() => _stopWatching.Cancel();

    private void Tell()
    {
        try
        {
            _aborted.Cancel();
        }
        catch (AggregateException exception)
        {
            // What they throw is the handler's failure and not the connection's.
            failed(exception);
        }
    }
}
