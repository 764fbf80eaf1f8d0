// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Connections;
using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet;

/// <summary>What an HTTP server can be told. Read once, when the server starts; nothing is read from the environment.</summary>
public sealed class HttpServerOptions
{
    /// <summary>Every bound.</summary>
    public Limits Limits
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>How many clients may wait to be accepted; 512 as in nginx and Kestrel.</summary>
    public int Backlog
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 512;

    /// <summary>What carries the connections; the fastest that this system has, unless set.</summary>
    public SocketTransport Transport { get; init; }

    /// <summary>
    /// How long <see cref="HttpServer.RunAsync"/>, once it is told to stop, and <see cref="HttpServer.StopAsync()"/> wait for
    /// handlers to finish; 30 s.
    /// </summary>
    public TimeSpan StopDeadline
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The peers that send a PROXY header (version 1 or 2) before HTTP; nobody unless set. Of them it is demanded, of all
    /// others never accepted. A connection with a header shows the ends that the header names.
    /// </summary>
    public TrustedPeers ProxyProtocolPeers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TrustedPeers.None;

    /// <summary>
    /// The proxies whose word is taken for where a request comes from, in the fields that <see cref="ForwardedFields"/> names:
    /// then <see cref="HttpRequest.ClientAddress"/>, <see cref="HttpRequest.Scheme"/> and <see cref="HttpRequest.Authority"/>
    /// are the client's, and <see cref="AllowedHosts"/> is about the host that the client asked for. Nobody unless set.
    /// </summary>
    /// <remarks>Whoever can connect from a named network can pass for any client: name the proxies, not all around them.</remarks>
    public TrustedPeers TrustedProxies
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TrustedPeers.None;

    /// <summary>The fields that the <see cref="TrustedProxies"/> write; to be set when these are.</summary>
    /// <exception cref="ArgumentException">
    /// <see cref="Linnet.ForwardedFields.Forwarded"/> together with another: whichever of the two ways the proxies do not
    /// write, their clients can.
    /// </exception>
    public ForwardedFields ForwardedFields
    {
        get;
        init
        {
            const ForwardedFields separate =
                ForwardedFields.XForwardedFor | ForwardedFields.XForwardedProto | ForwardedFields.XForwardedHost;
            if (value != ForwardedFields.Forwarded && (value & ~separate) != 0)
            {
                throw new ArgumentException(
                    "Forwarded and the X-Forwarded fields exclude each other: name those that the proxies write.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>
    /// More certificates, for addresses with <c>https</c>: a client is shown one that is for the name it asks for, exactly or
    /// by wildcard, or else the first. The one that the server was constructed with comes before these.
    /// </summary>
    public IReadOnlyList<Certificate> Certificates
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// How long the server goes on accepting once it has begun to stop, so that a balancer that looks at
    /// <see cref="HttpServer.IsReady"/> sends its clients elsewhere; none unless set. A day at most.
    /// </summary>
    public TimeSpan LameDuck
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);

            // Longer than a timer can be, it would fail when the server stops.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    }

    /// <summary>
    /// The hosts that the server answers for: <c>example.com</c>, <c>*.example.com</c>, <c>127.0.0.1</c>, <c>[::1]</c>,
    /// without port. Others are answered 421 (RFC 9110 §15.5.20). Empty, as it is unless set, for every host: a server
    /// cannot know its names. Set it wherever being reached under a wrong name would give something away.
    /// </summary>
    /// <exception cref="FormatException">A host is not valid; thrown when the server starts.</exception>
    public IReadOnlyList<string> AllowedHosts
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// Rules that requests may break without being refused; none unless set. For clients that cannot be mended: whom it would
    /// help is seen by the reasons of <see cref="RequestRejected"/>. It holds for the whole server, so give such clients one of
    /// their own, at a port of its own.
    /// </summary>
    public LenientRules Lenient
    {
        get;
        init
        {
            const LenientRules all =
                LenientRules.BareLineFeed | LenientRules.SpacesBeforeVersion | LenientRules.HostUnlikeTarget;
            ArgumentOutOfRangeException.ThrowIfNotEqual((int)(value & ~all), 0, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// Told of each request that has ended, the refused, timed-out and broken ones too: where an access log hangs
    /// (<see cref="AccessLog"/>). Called on the request's way by any thread, so it must be quick. What it throws is ignored.
    /// </summary>
    public Action<RequestReport>? RequestCompleted { get; init; }

    /// <summary>Told of each refused request. Called by any thread. What it throws is ignored.</summary>
    public Action<RejectedRequest>? RequestRejected { get; init; }

    /// <summary>
    /// Told of each request that is answered although it broke a rule, because of <see cref="Lenient"/>. Called by any thread.
    /// What it throws is ignored.
    /// </summary>
    public Action<ToleratedRequest>? RequestTolerated { get; init; }

    /// <summary>
    /// Told of each exception that a handler threw; its client has had a 500 or a reset. Called by any thread. What it
    /// throws is ignored.
    /// </summary>
    public Action<Exception>? HandlerFailed { get; init; }

    /// <summary>
    /// Told when the files of a certificate have changed to what cannot be used; the certificate from before stays in use.
    /// Called by any thread. What it throws is ignored.
    /// </summary>
    public Action<Exception>? CertificateReloadFailed { get; init; }

    /// <summary>The clock behind every deadline and the Date field.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>How many clients for whom there is no place can be told so at once.</summary>
    internal const int TurnedAwayAtOnce = 64;

    /// <summary>How listeners are made, for servers without a network.</summary>
    internal Func<EndpointAddress, SocketServerOptions, IReadOnlyList<IConnectionListener>> Listen { get; init; } =
        StreamListener.Listen;

    /// <summary>Told how each connection ended.</summary>
    internal Action<Connection, ConnectionEnd>? ConnectionEnded { get; init; }

    internal ConnectionServer ToConnectionServer(
        IReadOnlyList<EndpointAddress> addresses, TlsSettings? tls, Func<Connection, CancellationToken, Task> handler)
    {
        SocketServerOptions options = new()
        {
            Backlog = Backlog,
            Transport = Transport,
            // Room above the limit, for those who are turned away with an answer.
            MaxConnections = Limits.MaxConnections + TurnedAwayAtOnce,
            TimeProvider = TimeProvider,
        };
        return new ConnectionServer(addresses, options, handler, ListenSecurely);

        IReadOnlyList<IConnectionListener> ListenSecurely(EndpointAddress address, SocketServerOptions socketOptions)
        {
            IReadOnlyList<IConnectionListener> listeners = Listen(address, socketOptions);
            return address.Scheme == EndpointScheme.Https && tls is not null
                ? [.. listeners.Select(tls.Secure)]
                : listeners;
        }
    }
}
