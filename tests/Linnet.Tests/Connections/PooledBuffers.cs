// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Threading;

namespace Linnet.Tests.Connections;

/// <summary>
/// Knows, by what the pool of arrays tells, which buffers have been rented since it was made and not given back. Small arrays are
/// none: of those the base library itself loses some, such as that of the last alert of a session.
/// </summary>
internal sealed class PooledBuffers : EventListener
{
    private const int LeastBytes = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _rented = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rented.Count;
            }
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base class may call before the fields are there.
        if (_gate is null || eventData.Payload is not [int buffer, int and >= LeastBytes and var size, ..])
        {
            return;
        }

        lock (_gate)
        {
            if (eventData.EventName == "BufferRented")
            {
                _rented[buffer] = size;
            }
            else if (eventData.EventName == "BufferReturned")
            {
                _rented.Remove(buffer);
            }
        }
    }
}
