// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Diagnostics;

/// <summary>Those who watch the requests of one server: its owner, and whoever in the process measures.</summary>
/// <param name="completed">The owner, who is told of each request that has ended.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestObserver(Action<RequestReport>? completed, TimeProvider time)
{
    /// <summary>Watches for those who measure, with the system's clock.</summary>
    public static RequestObserver Default { get; } = new(null, TimeProvider.System);

    /// <summary>
    /// True when somebody watches. Asked for each request, before the time is: when nobody does, a request costs this and
    /// nothing else.
    /// </summary>
    public bool IsWatched =>
        completed is not null
        || ServerMetrics.WatchesRequests || RequestSpans.IsWatched || ServerEventSource.Log.IsEnabled();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Tells the owner.</summary>
    public void Tell(in RequestReport request)
    {
        try
        {
            completed?.Invoke(request);
        }
        catch (Exception)
        {
            // A log that fails must not fail the connection, nor be told of itself.
        }
    }
}
