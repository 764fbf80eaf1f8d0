// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

using Linnet.Protocol.Messages;

namespace Linnet.Diagnostics;

/// <summary>
/// The instruments about requests and connections, under the names of OpenTelemetry's semantic conventions for HTTP where
/// these have one. Every label has a bounded set of values, so that no client can make a new time series.
/// </summary>
internal static class ServerMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Linnet";

    private const int FirstStatus = 100;
    private const int LastStatus = 999;

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "http.server.request.duration",
        "s",
        "How long requests took, from their first byte to the end of their response.",
        tags: null,
        new InstrumentAdvice<double>
        {
            // The boundaries that the conventions give.
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    private static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>(
        "http.server.active_requests", "{request}", "Requests that are being answered.");

    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        "linnet.server.rejected_requests", "{request}", "Requests that were refused, by the rule they broke.");

    private static readonly Counter<long> Tolerated = Meter.CreateCounter<long>(
        "linnet.server.tolerated_requests", "{request}", "Requests that broke a rule and were answered, by that rule.");

    private static readonly UpDownCounter<long> ActiveConnections = Meter.CreateUpDownCounter<long>(
        "linnet.server.active_connections", "{connection}", "Connections that there are.");

    private static readonly Counter<long> EndedConnections = Meter.CreateCounter<long>(
        "linnet.server.ended_connections", "{connection}", "Connections that have ended, by cause.");

    // A label's value is an object: made once for each status and not for each request.
    private static readonly object?[] Statuses = new object?[LastStatus - FirstStatus + 1];

    /// <summary>True when somebody measures requests.</summary>
    public static bool WatchesRequests => Duration.Enabled || Active.Enabled;

    /// <summary>A request is being answered; false when nobody counts.</summary>
    public static bool TryAddActive(in RequestReport request) => TryChangeActive(request, 1);

    /// <summary>A request that was counted is not being answered any more.</summary>
    public static void RemoveActive(in RequestReport request) => TryChangeActive(request, -1);

    /// <summary>A request has ended.</summary>
    public static void RecordEnd(in RequestReport request)
    {
        if (!Duration.Enabled)
        {
            return;
        }

        TagList tags = new()
        {
            { "http.request.method", NormalMethod(request) },
            { "url.scheme", request.Scheme },
        };
        if (request.Head is { } head)
        {
            tags.Add("network.protocol.version", head.MinorVersion == 0 ? "1.0" : "1.1");
        }

        if (request.StatusCode != 0)
        {
            tags.Add("http.response.status_code", BoxedStatus(request.StatusCode));
        }

        if (request.Route is not null)
        {
            tags.Add("http.route", request.Route);
        }

        if (ErrorType(request) is { } error)
        {
            tags.Add("error.type", error);
        }

        Duration.Record(request.Duration.TotalSeconds, tags);
    }

    /// <summary>A request was refused.</summary>
    public static void RecordRejected(RequestRejection rejection)
    {
        if (Rejected.Enabled)
        {
            Rejected.Add(1, new KeyValuePair<string, object?>("reason", rejection.ToString()));
        }
    }

    /// <summary>True when somebody counts the requests that break a rule and are answered.</summary>
    public static bool WatchesTolerated => Tolerated.Enabled;

    /// <summary>A request broke a rule and is answered.</summary>
    public static void RecordTolerated(string rule) => Tolerated.Add(1, new KeyValuePair<string, object?>("rule", rule));

    /// <summary>A connection has begun; false when nobody counts.</summary>
    public static bool TryAddConnection()
    {
        bool isCounted = ActiveConnections.Enabled;
        if (isCounted)
        {
            ActiveConnections.Add(1);
        }

        return isCounted;
    }

    /// <summary>A connection that was counted has ended.</summary>
    public static void RemoveConnection() => ActiveConnections.Add(-1);

    /// <summary>A connection has ended.</summary>
    public static void RecordEndedConnection<TCause>(TCause cause)
        where TCause : struct, Enum
    {
        if (EndedConnections.Enabled)
        {
            EndedConnections.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString()));
        }
    }

    /// <summary>The method, or <c>_OTHER</c> for what is no known one.</summary>
    public static string NormalMethod(in RequestReport request) =>
        (request.Head is { } head ? KnownMethods.Name(head.Method) : null) ?? "_OTHER";

    /// <summary>What went wrong; a status above 499 does for want of anything better. Null when nothing did.</summary>
    public static string? ErrorType(in RequestReport request) =>
        request.Error ?? (request.StatusCode >= 500 ? request.StatusCode.ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>A status as an object.</summary>
    public static object BoxedStatus(int status) =>
        status is >= FirstStatus and <= LastStatus ? Statuses[status - FirstStatus] ??= status : status;

    private static bool TryChangeActive(in RequestReport request, int change)
    {
        bool isCounted = Active.Enabled;
        if (isCounted || change < 0)
        {
            Active.Add(
                change,
                new KeyValuePair<string, object?>("http.request.method", NormalMethod(request)),
                new KeyValuePair<string, object?>("url.scheme", request.Scheme));
        }

        return isCounted;
    }
}
