// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// Whose turn it is to send on a connection: one at a time, in the order in which they came. Who has waited goes on where the
/// connection lets it (<see cref="Connection.Queue"/>), so that nobody who passes the turn on pays for the next one's work. Safe
/// for any thread; whoever need not wait allocates nothing.
/// </summary>
internal sealed class SendTurn(Connection connection)
{
    private readonly Lock _gate = new();
    private LinkedList<QueuedWait>? _waiting;
    private bool _isTaken;

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            bool isFree = !_isTaken;
            _isTaken = true;
            return isFree;
        }
    }

    /// <summary>Takes the turn once it has come.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        QueuedWait wait;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return default;
            }

            _waiting ??= new LinkedList<QueuedWait>();
            wait = new QueuedWait();
            _waiting.AddLast(wait);
        }

        return cancellationToken.CanBeCanceled ? AwaitAsync(wait, cancellationToken) : new ValueTask(wait.Task);
    }

    /// <summary>Passes the turn on.</summary>
    public void Pass()
    {
        QueuedWait? next;
        lock (_gate)
        {
            next = _waiting?.First?.Value;
            if (next is null)
            {
                _isTaken = false;
                return;
            }

            _waiting?.RemoveFirst();
        }

        connection.Queue(next);
    }

    private async ValueTask AwaitAsync(QueuedWait wait, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister((_, token) => Cancel(wait, token), null))
        {
            await wait.Task.ConfigureAwait(false);
        }
    }

    private void Cancel(QueuedWait wait, CancellationToken cancellationToken)
    {
        bool stillWaits;
        lock (_gate)
        {
            stillWaits = _waiting?.Remove(wait) == true;
        }

        if (stillWaits)
        {
            // Who has been given the turn has it, and passes it on himself.
            wait.TrySetCanceled(cancellationToken);
        }
    }
}
