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

    /// <summary>The head of a request has been read, and it will be answered.</summary>
    [NonEvent]
    public void RequestStart(in RequestReport request)
    {
        if (IsEnabled(EventLevel.Informational, EventKeywords.None))
        {
            RequestStart(EscapedText.Of(request.RequestLine, MaxTextBytes));
        }
    }

    /// <summary>A request has ended, also one that could not be read and so never started.</summary>
    [NonEvent]
    public void RequestStop(in RequestReport request)
    {
        if (IsEnabled(EventLevel.Informational, EventKeywords.None))
        {
            RequestStop(
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

    // Named as the base library wants it, which by that knows what belongs together: numbers that follow each other, too.
    [Event(1, Level = EventLevel.Informational)]
    private void RequestStart(string request) => WriteEvent(1, request);

    [Event(2, Level = EventLevel.Informational)]
    private void RequestStop(string request, string route, int status, string error, long microseconds) =>
        WriteEvent(2, request, route, status, error, microseconds);

    [Event(3, Level = EventLevel.Error)]
    private void HandlerFailed(string failure) => WriteEvent(3, failure);

    /// <summary>A certificate's files hold what cannot be used.</summary>
    [NonEvent]
    public void CertificateReloadFailed(Exception failure)
    {
        if (IsEnabled(EventLevel.Error, EventKeywords.None))
        {
            CertificateReloadFailed(failure.ToString());
        }
    }

    /// <summary>A certificate's files hold what cannot be used.</summary>
    [Event(5, Level = EventLevel.Error)]
    private void CertificateReloadFailed(string failure) => WriteEvent(5, failure);

    /// <summary>A connection has ended.</summary>
    [Event(4, Level = EventLevel.Verbose)]
    public void ConnectionEnded(string cause, long requests) => WriteEvent(4, cause, requests);
}
