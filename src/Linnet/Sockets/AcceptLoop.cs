// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// Accepts the connections of one listener, for as long as its server runs: no failure ends it, and none makes it spin.
/// </summary>
internal sealed class AcceptLoop(IConnectionListener listener, ConnectionServer server, SocketServerOptions options)
{
    /// <summary>Dead clients in a row that are skipped without a pause.</summary>
    private const int ImmediateRetries = 16;

    /// <summary>How often to look whether descriptors have become free that were not a connection's of this server.</summary>
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(100);

    private readonly RetryBackoff _backoff = new(ImmediateRetries);

    /// <summary>Runs until <paramref name="stopping"/> is cancelled; never fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // Asked for before accepting, so that a departure between the failure and the waiting is not missed.
                Task departure = server.NextDeparture();
                TimeSpan delay = await AdmitNextAsync(stopping).ConfigureAwait(false);
                if (delay > TimeSpan.Zero)
                {
                    // A connection that leaves gives back a descriptor and memory: no reason to wait any longer then.
                    await PauseAsync(departure, delay, stopping).ConfigureAwait(false);
                }
            }
            catch (OutOfMemoryException)
            {
                // Not even for what waits. A loop that ended here would leave a server that lives on, deaf.
                WaitOnThisThread(stopping);
            }
        }
    }

    /// <summary>Accepts one client and has it served. How long to wait before the next, after a failure.</summary>
    private async ValueTask<TimeSpan> AdmitNextAsync(CancellationToken stopping)
    {
        Connection? accepted = null;
        try
        {
            accepted = await listener.AcceptAsync(stopping).ConfigureAwait(false);
            await WaitForRoomAsync(stopping).ConfigureAwait(false);
            await server.AdmitAsync(accepted).ConfigureAwait(false);
            _backoff.Reset();
            return TimeSpan.Zero;
        }
        catch (Exception failure)
        {
            accepted?.Abort();
            if (stopping.IsCancellationRequested)
            {
                return TimeSpan.Zero;
            }

            // Whatever it is, running out of memory included, the next client may have more luck.
            TimeSpan delay = _backoff.After(failure);
            FailureCallback.Tell(options.AcceptFailed, listener.LocalEndPoint, failure);
            return delay;
        }
    }

    /// <summary>Holds the connection just accepted, and all that come after it, while descriptors are short.</summary>
    private async ValueTask WaitForRoomAsync(CancellationToken stopping)
    {
        if (listener.HasRoom())
        {
            return;
        }

        IOException failure = new("Few file descriptors are left, so further clients wait. Raise the limit (ulimit -n).");
        FailureCallback.Tell(options.AcceptFailed, listener.LocalEndPoint, failure);
        while (!stopping.IsCancellationRequested)
        {
            Task departure = server.NextDeparture();
            if (listener.HasRoom())
            {
                return;
            }

            await PauseAsync(departure, RoomCheck, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask PauseAsync(Task departure, TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await departure.WaitAsync(delay, options.TimeProvider, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OutOfMemoryException)
        {
            // No timer can be made. Those who are in may stay for hours: a departure alone is not to be waited for.
            WaitOnThisThread(stopping);
        }
    }

    private static void WaitOnThisThread(CancellationToken stopping)
    {
        try
        {
            stopping.WaitHandle.WaitOne(RoomCheck);
        }
        catch (OutOfMemoryException)
        {
            // Not even for this: then it is tried again at once.
        }
    }
}
