// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Linnet.Diagnostics;

/// <summary>The instrument about handshakes, apart from the others: only who has a certificate comes by here.</summary>
internal static class SecurityMetrics
{
    private static readonly Meter Meter = new(ServerMetrics.MeterName);

    private static readonly Counter<long> Handshakes = Meter.CreateCounter<long>(
        "linnet.server.tls_handshakes", "{handshake}", "TLS handshakes that have ended, by what came of them.");

    /// <summary>A handshake has ended.</summary>
    public static void RecordHandshake<TResult>(TResult result)
        where TResult : struct, Enum
    {
        if (Handshakes.Enabled)
        {
            Handshakes.Add(1, new KeyValuePair<string, object?>("result", result.ToString()));
        }
    }
}
