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
                await AdmitNextAsync(stopping).ConfigureAwait(false);
            }
            catch (OutOfMemoryException)
            {
                // Not even for what waits. A loop that ended here would leave a server that lives on, deaf.
                WaitOnThisThread(stopping);
            }
        }
    }

    /// <summary>Accepts one client and has it served; after a failure, waits for as long as there should be no other.</summary>
    private async ValueTask AdmitNextAsync(CancellationToken stopping)
    {
        // Asked for before accepting, so that a departure between the failure and the waiting is not missed.
        Task departure = server.NextDeparture();
        Connection? accepted = null;
        try
        {
            // Before accepting: until then a client waits in the system's queue, from which a successor can take it as well.
            await server.WaitForPlaceAsync().ConfigureAwait(false);
            await WaitForRoomAsync(stopping).ConfigureAwait(false);
            accepted = await listener.AcceptAsync(stopping).ConfigureAwait(false);
            await server.AdmitAcceptedAsync(accepted).ConfigureAwait(false);
            _backoff.Reset();
        }
        catch (Exception failure)
        {
            accepted?.Abort();
            if (!stopping.IsCancellationRequested)
            {
                await RecoverAsync(failure, departure, stopping).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask RecoverAsync(Exception failure, Task departure, CancellationToken stopping)
    {
        // Whatever it is, running out of memory included, the next client may have more luck.
        TimeSpan delay = _backoff.After(failure);
        FailureCallback.Tell(options.AcceptFailed, listener.LocalEndPoint, failure);
        if (delay > TimeSpan.Zero)
        {
            // A connection that leaves gives back a descriptor and memory: no reason to wait any longer then.
            await PauseAsync(departure, delay, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves clients where they are while descriptors are short.</summary>
    private ValueTask WaitForRoomAsync(CancellationToken stopping) =>
        listener.HasRoom() ? default : WaitForRoomLaterAsync(stopping);

    private async ValueTask WaitForRoomLaterAsync(CancellationToken stopping)
    {
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
