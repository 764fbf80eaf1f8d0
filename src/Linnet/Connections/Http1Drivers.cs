// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// The drivers of one server, lent to connections that have something to do. Those that are not lent are kept, the one that
/// came back last on top, up to a number that no burst makes larger. Thread-safe.
/// </summary>
internal sealed class Http1Drivers(ServerContext context)
{
    // As many as a busy server lends at a time; at some 5 KiB each, what is kept after a burst is of no weight.
    private const int MostKept = 256;

    private readonly Lock _gate = new();
    private readonly Stack<Http1Driver> _kept = new();

    /// <summary>A driver for a connection, until it is given back.</summary>
    public Http1Driver Lend(ActiveConnection connection)
    {
        Http1Driver? driver;
        lock (_gate)
        {
            _kept.TryPop(out driver);
        }

        driver ??= new Http1Driver(context);
        driver.Attach(connection);
        return driver;
    }

    /// <summary>Takes a driver back, and keeps it unless somebody may still hold a part of it.</summary>
    public void TakeBack(Http1Driver driver)
    {
        if (!driver.Detach())
        {
            return;
        }

        lock (_gate)
        {
            if (_kept.Count < MostKept)
            {
                _kept.Push(driver);
            }
        }
    }
}
