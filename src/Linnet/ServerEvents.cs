// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;

using Linnet.Connections;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;
using Linnet.Sockets;

namespace Linnet;

/// <summary>Tells the owner of a server what happens in it, and counts. Costs nothing when nobody listens; never throws.</summary>
internal sealed class ServerEvents(HttpServerOptions options)
{
    private const int DumpBytes = 512;

    private static readonly Meter Meter = new("Linnet");
    private static readonly Counter<long> RejectedRequests = Meter.CreateCounter<long>(
        "linnet.server.rejected_requests", "{request}", "Requests that were refused, by the rule they broke.");

    private static readonly Counter<long> ToleratedRequests = Meter.CreateCounter<long>(
        "linnet.server.tolerated_requests", "{request}", "Requests that broke a rule and were answered, by that rule.");

    // A name for each rule, made once.
    private static readonly FrozenDictionary<LenientRules, string> Names = Enum.GetValues<LenientRules>()
        .Where(rule => rule != LenientRules.None).ToFrozenDictionary(rule => rule, rule => rule.ToString());

    /// <summary>A request was refused.</summary>
    public void OnRejected(Connection connection, RequestRejection rejection, ReadOnlyMemory<byte> bytes)
    {
        if (RejectedRequests.Enabled)
        {
            RejectedRequests.Add(1, new KeyValuePair<string, object?>("reason", rejection.ToString()));
        }

        if (options.RequestRejected is not { } listener)
        {
            return;
        }

        RejectionRule rule = RejectionRules.Of(rejection);
        string dump = EscapedText.Of(bytes.Span, DumpBytes);
        Tell(() => listener(
            new RejectedRequest(rejection.ToString(), rule.Status, rule.Section, connection.RemoteEndPoint, dump)));
    }

    /// <summary>A request is answered although it broke a rule.</summary>
    public void OnTolerated(Http1Stream stream)
    {
        LenientRules broken = (LenientRules)stream.Head.Tolerated;
        if (ToleratedRequests.Enabled)
        {
            foreach ((LenientRules rule, string name) in Names)
            {
                if (broken.HasFlag(rule))
                {
                    ToleratedRequests.Add(1, new KeyValuePair<string, object?>("rule", name));
                }
            }
        }

        if (options.RequestTolerated is { } listener)
        {
            string dump = EscapedText.Of(stream.HeadBytes, DumpBytes);
            Tell(() => listener(new ToleratedRequest(broken, stream.Connection.RemoteEndPoint, dump)));
        }
    }

    /// <summary>A handler threw.</summary>
    public void OnHandlerFailed(Exception exception)
    {
        if (options.HandlerFailed is { } listener)
        {
            Tell(() => listener(exception));
        }
    }

    /// <summary>A connection has ended.</summary>
    public void OnEnded(Connection connection, ConnectionEnd end) => options.ConnectionEnded?.Invoke(connection, end);

    private static void Tell(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception)
        {
            // Being told of a failure must not become another one.
        }
    }
}
