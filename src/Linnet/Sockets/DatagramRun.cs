// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// One datagram's time in a <see cref="UdpServer"/>: its handler, for at most the options' timeout. A work item of the
/// thread pool, so that a handler that computes or blocks holds up nobody.
/// </summary>
internal sealed class DatagramRun(
    UdpServer server, Datagram datagram, Func<Datagram, CancellationToken, Task> handler, CancellationToken stopping)
    : IThreadPoolWorkItem, IRun
{
    /// <summary>The cancelling that follows a timeout, if there was one.</summary>
    private Task _cancelling = Task.CompletedTask;

    /// <inheritdoc />
    public int Index { get; set; } = IRun.Gone;

    /// <summary>Starts the handler; called by the thread pool.</summary>
    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        CancellationToken token = ending.Token;
        ITimer? timer = null;
        try
        {
            timer = server.Clock.CreateTimer(
                _ => GiveUp(ending), state: null, server.Options.HandlerTimeout, Timeout.InfiniteTimeSpan);
            await handler(datagram, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The handler did as it was told.
        }
        catch (Exception failure)
        {
            FailureCallback.Tell(server.Options.HandlerFailed, datagram, failure);
        }

        // Awaited, so that nobody cancels any more when the token's source is disposed.
        if (timer is not null)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        await _cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        server.Leave(this);
    }

    /// <summary>The handler took too long: its place goes to the next datagram, whether it ends or not.</summary>
    private void GiveUp(CancellationTokenSource ending)
    {
        if (server.Leave(this))
        {
            var timeout = new TimeoutException(
                $"The handler of a datagram from {datagram.RemoteEndPoint} took longer than "
                + $"{server.Options.HandlerTimeout.TotalSeconds} s.");
            FailureCallback.Tell(server.Options.HandlerFailed, datagram, timeout);
            _cancelling = ending.CancelAsync();
        }
    }
}
