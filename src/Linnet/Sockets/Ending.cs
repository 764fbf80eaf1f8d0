// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>The end of a server's run, which comes once and is waited for by whoever likes. Thread-safe.</summary>
internal sealed class Ending
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with it.</summary>
    public Task Task => _ended.Task;

    /// <summary>It has come.</summary>
    public void Set() => _ended.TrySetResult();

    /// <summary>Waits for it, or until cancelled. Never fails.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits for it, but no longer than that. Never fails.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time)
    {
        try
        {
            await _ended.Task.WaitAsync(longest, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OutOfMemoryException)
        {
            // No timer can be made: to stop at once is better than not to stop.
        }
    }
}
