// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
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

    private readonly RetryBackoff _backoff = new(ImmediateRetries);

    /// <summary>Runs until <paramref name="stopping"/> is cancelled; never fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Connection? accepted = await TryAcceptAsync(stopping).ConfigureAwait(false);
            if (accepted is not null)
            {
                _backoff.Reset();
                await server.AdmitAsync(accepted, stopping).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<Connection?> TryAcceptAsync(CancellationToken stopping)
    {
        // Asked for before accepting, so that a departure between the failure and the waiting is not missed.
        Task departure = server.NextDeparture();
        TimeSpan delay;
        try
        {
            return await listener.AcceptAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            // Whatever it is, running out of memory included, the next client may have more luck.
            delay = _backoff.After(failure);
            FailureCallback.Tell(options.AcceptFailed, listener.LocalEndPoint, failure);
        }

        if (delay > TimeSpan.Zero)
        {
            // A connection that leaves gives back a descriptor and memory: no reason to wait any longer then.
            await departure.WaitAsync(delay, options.TimeProvider, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }
}
