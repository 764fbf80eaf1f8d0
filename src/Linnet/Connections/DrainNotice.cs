// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// What the handler of a connection's request has to do when the server begins to stop. It is queued on the connection by whoever
/// stops, and not by the thread pool as callbacks on the token are: at once, and in an order of the transport's.
/// </summary>
internal sealed class DrainNotice(BufferedConnection connection)
{
    private readonly Lock _gate = new();
    private IThreadPoolWorkItem? _work;

    /// <summary>Has work queued when the server begins to stop, or now if it has. Null takes back what has not been queued.</summary>
    public void Set(IThreadPoolWorkItem? work)
    {
        lock (_gate)
        {
            _work = work;
        }

        if (connection.IsDraining)
        {
            Tell();
        }
    }

    /// <summary>
    /// The server begins to stop. For any thread; should the connection be another one by now, that one is to be told too.
    /// </summary>
    public void Tell()
    {
        // Within the lock: once the work has been taken back, nothing of the connection is used here.
        lock (_gate)
        {
            if (_work is not { } work)
            {
                return;
            }

            _work = null;
            try
            {
                connection.Connection.Queue(work);
            }
            catch (OutOfMemoryException)
            {
                // A reset tells the client too, and the stop goes on.
                connection.Abort();
            }
        }
    }
}
