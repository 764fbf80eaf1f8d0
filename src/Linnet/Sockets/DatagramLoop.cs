// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// Receives the datagrams of one socket, for as long as its server runs: no failure ends it, and none makes it spin.
/// </summary>
internal sealed class DatagramLoop(IDatagramSocket socket, UdpServer server, UdpServerOptions options)
{
    /// <summary>The largest length a UDP header can say.</summary>
    private const int BufferBytes = 65_535;

    /// <summary>
    /// ICMP errors in a row that are skipped without a pause. Each was caused by a datagram that was received before,
    /// so as many can be waiting as there were handlers replying.
    /// </summary>
    private const int ImmediateRetries = 1000;

    private readonly RetryBackoff _backoff = new(ImmediateRetries);
    private byte[]? _buffer;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled; never fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Datagram? received = await TryReceiveAsync(stopping).ConfigureAwait(false);
            if (received is not null)
            {
                _backoff.Reset();
                await server.AdmitAsync(received, stopping).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<Datagram?> TryReceiveAsync(CancellationToken stopping)
    {
        TimeSpan delay;
        try
        {
            byte[] buffer = _buffer ??= GC.AllocateUninitializedArray<byte>(BufferBytes);
            SocketReceiveFromResult result = await socket.ReceiveFromAsync(buffer, stopping).ConfigureAwait(false);
            return new Datagram(socket, result.RemoteEndPoint, buffer.AsSpan(0, result.ReceivedBytes).ToArray());
        }
        catch (Exception failure)
        {
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            // Whatever it is, running out of memory included, the next datagram may have more luck.
            delay = _backoff.After(failure);
            FailureCallback.Tell(options.ReceiveFailed, socket.LocalEndPoint, failure);
        }

        if (delay > TimeSpan.Zero)
        {
            await PauseAsync(delay, stopping).ConfigureAwait(false);
        }

        return null;
    }

    private async ValueTask PauseAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, options.TimeProvider, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OutOfMemoryException)
        {
            // No timer can be made: to try again at once is better than never.
            await Task.Yield();
        }
    }
}
