// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;

using Linnet.Protocol.Messages;

namespace Linnet.Diagnostics;

/// <summary>
/// The requests of one connection as those who watch see them, one after the other: when each began, and what was noted of
/// it meanwhile. Owned by the connection's driver and used by its flow.
/// </summary>
internal sealed class RequestObservation(RequestObserver observer)
{
    private long _started;
    private bool _isActive;
    private Activity? _span;

    /// <summary>True while there is a request that somebody watches.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>The template of the route that the request has taken.</summary>
    public string? Route { get; set; }

    /// <summary>What went wrong with the request.</summary>
    public string? Error { get; private set; }

    /// <summary>True when the request has broken a rule.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The first bytes of a request are there.</summary>
    public void Begin()
    {
        Route = null;
        Error = null;
        IsRefused = false;
        IsWatched = observer.IsWatched;
        if (IsWatched)
        {
            _started = observer.Time.GetTimestamp();
        }
    }

    /// <summary>The head has been read, and the request will be answered.</summary>
    public void BeginAnswer(in RequestReport request)
    {
        _isActive = ServerMetrics.TryAddActive(request);
        _span = RequestSpans.IsWatched ? RequestSpans.Begin(request) : null;
        ServerEventSource.Log.RequestStart(request);
    }

    /// <summary>The request has broken a rule.</summary>
    public void Note(RequestRejection rejection)
    {
        if (IsWatched)
        {
            Error = rejection.ToString();
            IsRefused = true;
        }
    }

    /// <summary>Code of the owner's has thrown.</summary>
    public void Note(Exception failure)
    {
        if (IsWatched)
        {
            Error = failure.GetType().FullName;
        }
    }

    /// <summary>How long the request has taken so far.</summary>
    public TimeSpan Elapsed => observer.Time.GetElapsedTime(_started);

    /// <summary>The time of day.</summary>
    public DateTimeOffset UtcNow => observer.Time.GetUtcNow();

    /// <summary>The request has ended.</summary>
    public void End(in RequestReport request)
    {
        IsWatched = false;
        if (_isActive)
        {
            _isActive = false;
            ServerMetrics.RemoveActive(request);
        }

        // Before the span ends, so that an exemplar can name it.
        ServerMetrics.RecordEnd(request);
        if (_span is { } span)
        {
            _span = null;
            RequestSpans.End(span, request);
        }

        ServerEventSource.Log.RequestStop(request);
        observer.Tell(request);
    }
}
