// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.Tracing;

namespace Linnet.Load.Simulations;

/// <summary>
/// Knows, by what the pool of arrays tells, how many arrays this thread has rented and not given back. A simulation has one
/// thread, so what others do beside it does not count.
/// </summary>
internal sealed class ThreadBuffers : EventListener
{
    private const int BufferRented = 1;
    private const int BufferReturned = 3;

    [ThreadStatic]
    private static int _rented;

    /// <summary>How many.</summary>
    public static int Rented => _rented;

    /// <inheritdoc />
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Empty arrays are rented and never given back.
        if (eventData.Payload is [_, int size, ..] && size > 0)
        {
            _rented += eventData.EventId switch
            {
                BufferRented => 1,
                BufferReturned => -1,
                _ => 0,
            };
        }
    }
}
