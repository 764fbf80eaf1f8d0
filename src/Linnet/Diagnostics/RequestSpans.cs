// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Diagnostics;

/// <summary>
/// The span of each request, under the names of OpenTelemetry's semantic conventions for HTTP, in the trace that the client's
/// traceparent names. The query is left out of it: that is where secrets stand.
/// </summary>
internal static class RequestSpans
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Linnet";

    // The conventions name a span of an unknown method so.
    private const string Unknown = "HTTP";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True when somebody wants spans.</summary>
    public static bool IsWatched => Source.HasListeners();

    /// <summary>Begins the span of a request, for this flow and what it starts; null when nobody wants it.</summary>
    public static Activity? Begin(in RequestReport request)
    {
        // Whatever was under way where the server was started has nothing to do with this request.
        Activity.Current = null;
        ActivityTagsCollection tags = new()
        {
            { "http.request.method", ServerMetrics.NormalMethod(request) },
            { "url.path", Encoding.ASCII.GetString(request.PathBytes) },
            { "url.scheme", request.Scheme },
            { "network.protocol.version", request.Protocol["HTTP/".Length..] },
        };
        if (request.Head is { Method: KnownMethod.Other })
        {
            tags.Add("http.request.method_original", request.Method);
        }

        if (request.ClientAddress is { } client)
        {
            tags.Add("client.address", client.ToString());
        }

        AddServer(tags, request.HostBytes);
        AddText(tags, "user_agent.original", request.Header("User-Agent"));
        return Source.StartActivity(NameOf(request), ActivityKind.Server, ParentOf(request), tags);
    }

    /// <summary>Ends the span of a request.</summary>
    public static void End(Activity span, in RequestReport request)
    {
        if (request.Route is { } route)
        {
            // Both of a bounded number: a name with the path in it would be a new one for each client's whim.
            span.DisplayName = $"{NameOf(request)} {route}";
            span.SetTag("http.route", route);
        }

        if (request.StatusCode != 0)
        {
            span.SetTag("http.response.status_code", ServerMetrics.BoxedStatus(request.StatusCode));
        }

        if (ServerMetrics.ErrorType(request) is { } error)
        {
            span.SetTag("error.type", error);
        }

        // A refusal is the client's error and not this span's.
        if (request.StatusCode >= 500 || request.Outcome is not (RequestOutcome.Answered or RequestOutcome.Refused))
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Stop();
    }

    private static string NameOf(in RequestReport request) =>
        (request.Head is { } head ? KnownMethods.Name(head.Method) : null) ?? Unknown;

    private static void AddServer(ActivityTagsCollection tags, ReadOnlySpan<byte> host)
    {
        // The colons between brackets are an IPv6 address's.
        int colon = host.LastIndexOf((byte)':');
        bool hasPort = colon > host.LastIndexOf((byte)']');
        AddText(tags, "server.address", hasPort ? host[..colon] : host);
        if (hasPort && int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            tags.Add("server.port", port);
        }
    }

    private static void AddText(ActivityTagsCollection tags, string name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            tags.Add(name, Encoding.Latin1.GetString(value));
        }
    }

    private static ActivityContext ParentOf(in RequestReport request)
    {
        ReadOnlySpan<byte> parent = default;
        foreach (ref readonly Field field in request.Fields)
        {
            if (!Ascii.EqualsIgnoreCase(field.Name(request.Bytes), "traceparent"))
            {
                continue;
            }

            if (!parent.IsEmpty)
            {
                // Two of them: whichever is meant, it is not known.
                return default;
            }

            parent = field.Value(request.Bytes);
        }

        if (!TraceParent.IsValid(parent))
        {
            return default;
        }

        return new ActivityContext(
            ActivityTraceId.CreateFromUtf8String(TraceParent.Trace(parent)),
            ActivitySpanId.CreateFromUtf8String(TraceParent.Parent(parent)),
            TraceParent.IsSampled(parent) ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            StateOf(request),
            isRemote: true);
    }

    // RFC 9110 §5.3: several lines of a list are one list.
    private static string? StateOf(in RequestReport request)
    {
        Span<byte> state = stackalloc byte[TraceState.MaxBytes];
        int length = 0;
        foreach (ref readonly Field field in request.Fields)
        {
            if (!Ascii.EqualsIgnoreCase(field.Name(request.Bytes), "tracestate"))
            {
                continue;
            }

            ReadOnlySpan<byte> value = field.Value(request.Bytes);
            int comma = length > 0 ? 1 : 0;
            if (value.Length + comma > state.Length - length)
            {
                return null;
            }

            if (comma > 0)
            {
                state[length] = (byte)',';
            }

            value.CopyTo(state[(length + comma)..]);
            length += value.Length + comma;
        }

        return TraceState.IsValid(state[..length]) ? Encoding.ASCII.GetString(state[..length]) : null;
    }
}
