// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.Tracing;

using Linnet.Protocol.Text;

namespace Linnet.Diagnostics;

/// <summary>
/// What happens in all servers of the process, for dotnet-trace, PerfView and their like. What clients sent is escaped.
/// </summary>
[EventSource(Name = "Linnet")]
internal sealed class ServerEventSource : EventSource
{
    private const int MaxTextBytes = 512;

    /// <summary>The one source.</summary>
    public static ServerEventSource Log { get; } = new();

    /// <summary>A request has ended.</summary>
    [NonEvent]
    public void RequestEnded(in RequestReport request)
    {
        if (IsEnabled(EventLevel.Informational, EventKeywords.None))
        {
            RequestEnded(
                EscapedText.Of(request.RequestLine, MaxTextBytes),
                request.Route ?? "",
                request.StatusCode,
                request.Error ?? "",
                (long)request.Duration.TotalMicroseconds);
        }
    }

    /// <summary>Code of the owner's has thrown.</summary>
    [NonEvent]
    public void HandlerFailed(Exception failure)
    {
        if (IsEnabled(EventLevel.Error, EventKeywords.None))
        {
            HandlerFailed(failure.ToString());
        }
    }

    /// <summary>A request has ended.</summary>
    [Event(1, Level = EventLevel.Informational)]
    private void RequestEnded(string request, string route, int status, string error, long microseconds) =>
        WriteEvent(1, request, route, status, error, microseconds);

    /// <summary>Code of the owner's has thrown.</summary>
    [Event(2, Level = EventLevel.Error)]
    private void HandlerFailed(string failure) => WriteEvent(2, failure);

    /// <summary>A connection has ended.</summary>
    [Event(3, Level = EventLevel.Verbose)]
    public void ConnectionEnded(string cause, long requests) => WriteEvent(3, cause, requests);
}
