// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;

namespace Linnet.Files;

/// <summary>Removes uploads that nobody came back for: when a server starts, and every hour.</summary>
internal sealed class UploadSweep : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly PartialUploads _partial;
    private readonly ITimer _timer;

    /// <summary>Begins at once, on a thread of the pool.</summary>
    public UploadSweep(PartialUploads partial, TimeProvider time)
    {
        _partial = partial;
        _timer = time.CreateTimer(static state => (state as UploadSweep)?.Sweep(), this, TimeSpan.Zero, Period);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        try
        {
            (int count, _) = _partial.Sweep();
            if (count == 0)
            {
                _partial.RemoveEmptyHome();
            }
        }
        catch (Exception passing) when (passing is IOException or OutOfMemoryException or ObjectDisposedException)
        {
            // The folder cannot be read just now, or the handler has just been disposed. Thrown, it would end the process.
        }
    }
}
