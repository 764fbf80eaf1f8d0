// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;

using Linnet.Connections;
using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

namespace Linnet;

/// <summary>Makes of a server's options, when it starts, what all of its connections share.</summary>
/// <param name="options">The options.</param>
/// <param name="events">Told of what happens.</param>
/// <param name="maxRouteBodyBytes">The most that a route takes, who sees to its own limit.</param>
internal sealed class ServerContextFactory(HttpServerOptions options, ServerEvents events, long maxRouteBodyBytes)
{
    /// <summary>Makes the context of one run.</summary>
    /// <exception cref="FormatException">An allowed host is not valid.</exception>
    /// <exception cref="InvalidOperationException">There are trusted proxies, but no fields to read.</exception>
    public ServerContext Create(
        HttpHandler handler,
        Clock clock,
        MemoryWatch? memory,
        Admission admission,
        CancellationToken draining,
        CancellationToken cutOff) => new()
        {
            // The public flags are those of the protocol under the names of the documentation.
            Settings = options.Limits.ToHttp1Settings() with
            {
                Tolerated = (Leniency)options.Lenient,
                MaxBodyBytes = Math.Max(options.Limits.MaxRequestBodyBytes, maxRouteBodyBytes),
            },
            Forms = options.Limits.ToFormLimits(),
            Clock = clock,
            Memory = memory,
            ProxyProtocolPeers = options.ProxyProtocolPeers,
            TrustedProxies = TrustedProxies(),
            Handler = stream => HttpExchange.RunAsync(stream, handler),
            Hosts = options.AllowedHosts.Count == 0 ? null : new HostFilter(options.AllowedHosts),
            Admission = admission,
            Draining = draining,
            Observer = new RequestObserver(options.RequestCompleted, options.TimeProvider),
            Rejected = events.OnRejected,
            Tolerated = events.OnTolerated,
            HandlerFailed = events.OnHandlerFailed,
            Ended = events.OnEnded,
            CutOff = cutOff,
        };

    private TrustedProxies? TrustedProxies()
    {
        if (options.TrustedProxies.IsEmpty)
        {
            return null;
        }

        ForwardedFields fields = options.ForwardedFields;
        if (fields == ForwardedFields.None)
        {
            throw new InvalidOperationException(
                "TrustedProxies are named, but not what they write: set ForwardedFields, to XForwardedFor for instance.");
        }

        return new TrustedProxies(options.TrustedProxies, new ForwardingRules(options.TrustedProxies.Contains)
        {
            ReadsAddress = fields.HasFlag(ForwardedFields.XForwardedFor),
            ReadsScheme = fields.HasFlag(ForwardedFields.XForwardedProto),
            ReadsHost = fields.HasFlag(ForwardedFields.XForwardedHost),
            ReadsForwarded = fields.HasFlag(ForwardedFields.Forwarded),
        });
    }
}
