// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Linnet.Diagnostics;

/// <summary>The instruments about WebSockets. Messages are whole ones that a handler has received, or handed over.</summary>
internal static class SocketMetrics
{
    private static readonly Meter Meter = new(ServerMetrics.MeterName);

    private static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>(
        "linnet.server.active_websockets", "{websocket}", "WebSockets that there are.");

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "linnet.server.websocket_messages", "{message}", "Messages of WebSockets, by direction.");

    /// <summary>A WebSocket has been opened; false when nobody counts.</summary>
    public static bool TryAdd()
    {
        bool isCounted = Active.Enabled;
        if (isCounted)
        {
            Active.Add(1);
        }

        return isCounted;
    }

    /// <summary>A WebSocket that was counted has ended.</summary>
    public static void Remove() => Active.Add(-1);

    /// <summary>A message has been received.</summary>
    public static void RecordReceived() => Record("received");

    /// <summary>A message has been sent, or put into the queue.</summary>
    public static void RecordSent() => Record("sent");

    private static void Record(string direction)
    {
        if (Messages.Enabled)
        {
            Messages.Add(1, new KeyValuePair<string, object?>("direction", direction));
        }
    }
}
