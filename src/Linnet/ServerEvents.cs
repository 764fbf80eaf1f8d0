// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Linq;
using System.Net;

using Linnet.Connections;
using Linnet.Diagnostics;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;
using Linnet.Sockets;

namespace Linnet;

/// <summary>Tells the owner of a server what happens in it, and counts. Costs nothing when nobody listens; never throws.</summary>
internal sealed class ServerEvents(HttpServerOptions options)
{
    private const int DumpBytes = 512;

    // A name for each rule, made once.
    private static readonly FrozenDictionary<LenientRules, string> Names = Enum.GetValues<LenientRules>()
        .Where(rule => rule != LenientRules.None).ToFrozenDictionary(rule => rule, rule => rule.ToString());

    /// <summary>A request was refused.</summary>
    public void OnRejected(Connection connection, RequestRejection rejection, ReadOnlyMemory<byte> bytes)
    {
        ServerMetrics.RecordRejected(rejection);
        if (options.RequestRejected is not { } listener)
        {
            return;
        }

        RejectionRule rule = RejectionRules.Of(rejection);
        string dump = EscapedText.Of(bytes.Span, DumpBytes);
        Tell(() => listener(new RejectedRequest
        {
            Reason = rejection.ToString(),
            StatusCode = rule.Status,
            Section = rule.Section,
            RemoteEndPoint = connection.RemoteEndPoint,
            Bytes = dump,
        }));
    }

    /// <summary>A request is answered although it broke a rule.</summary>
    public void OnTolerated(Http1Stream stream)
    {
        LenientRules broken = (LenientRules)stream.Head.Tolerated;
        if (ServerMetrics.WatchesTolerated)
        {
            foreach ((LenientRules rule, string name) in Names)
            {
                if (broken.HasFlag(rule))
                {
                    ServerMetrics.RecordTolerated(name);
                }
            }
        }

        if (options.RequestTolerated is { } listener)
        {
            string dump = EscapedText.Of(stream.HeadBytes, DumpBytes);
            EndPoint? remote = stream.Connection.RemoteEndPoint;
            Tell(() => listener(new ToleratedRequest { Rules = broken, RemoteEndPoint = remote, Bytes = dump }));
        }
    }

    /// <summary>A handler threw.</summary>
    public void OnHandlerFailed(Exception exception)
    {
        ServerEventSource.Log.HandlerFailed(exception);
        if (options.HandlerFailed is { } listener)
        {
            Tell(() => listener(exception));
        }
    }

    /// <summary>A certificate's files hold what cannot be used.</summary>
    public void OnCertificateReloadFailed(Exception failure)
    {
        ServerEventSource.Log.CertificateReloadFailed(failure);
        if (options.CertificateReloadFailed is { } listener)
        {
            Tell(() => listener(failure));
        }
    }

    /// <summary>A connection has ended.</summary>
    public void OnEnded(Connection connection, ConnectionEnd end)
    {
        ServerMetrics.RecordEndedConnection(end.Cause);
        if (ServerEventSource.Log.IsEnabled())
        {
            ServerEventSource.Log.ConnectionEnded(end.Cause.ToString(), end.Requests);
        }

        options.ConnectionEnded?.Invoke(connection, end);
    }

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
