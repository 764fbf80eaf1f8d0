// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Protocol.Messages;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>What all connections of one server share.</summary>
internal sealed class ServerContext
{
    private const double GoldenRatio = 0.618033988749895;

    private long _spreads;

    /// <summary>A context whose drivers have nobody to serve yet.</summary>
    public ServerContext() => Drivers = new Http1Drivers(this);

    /// <summary>The limits.</summary>
    public required Http1Settings Settings { get; init; }

    /// <summary>Bounds on forms, for the layer above.</summary>
    public FormLimits Forms { get; init; } = new();

    /// <summary>The clock.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Who sends a PROXY header before anything else.</summary>
    public TrustedPeers ProxyProtocolPeers { get; init; } = new();

    /// <summary>Whose word is taken for where a request comes from; null for nobody's.</summary>
    public TrustedProxies? TrustedProxies { get; init; }

    /// <summary>Answers a request; what the layer above makes of one is its own business.</summary>
    public required Func<Http1Stream, ValueTask> Handler { get; init; }

    /// <summary>The hosts that are answered for; null for all.</summary>
    public HostFilter? Hosts { get; init; }

    /// <summary>Who may come in.</summary>
    public required Admission Admission { get; init; }

    /// <summary>Who answers requests, lent to connections.</summary>
    public Http1Drivers Drivers { get; }

    /// <summary>Says when memory is short; null when nobody asks.</summary>
    public MemoryWatch? Memory { get; init; }

    /// <summary>True while this process has too little memory for requests, and for what their handlers make of bodies.</summary>
    public bool IsShortOfMemory => Memory is { IsShort: true };

    /// <summary>Cancelled when the server begins to stop: what has been received is still answered.</summary>
    public CancellationToken Draining { get; init; }

    /// <summary>Told of a refused request, and of the bytes it was found in; null when nobody listens; must not throw.</summary>
    public Action<Connection, RequestRejection, ReadOnlyMemory<byte>>? Rejected { get; init; }

    /// <summary>Told of a request that is answered although it broke a rule, before it is; must not throw.</summary>
    public Action<Http1Stream>? Tolerated { get; init; }

    /// <summary>Those who watch requests.</summary>
    public RequestObserver Observer { get; init; } = RequestObserver.Default;

    /// <summary>Told of an exception that a handler threw; must not throw.</summary>
    public required Action<Exception> HandlerFailed { get; init; }

    /// <summary>Told how each connection ended; must not throw.</summary>
    public required Action<Connection, ConnectionEnd> Ended { get; init; }

    /// <summary>Cancelled when what is left is cut off.</summary>
    public CancellationToken CutOff { get; init; }

    /// <summary>
    /// A number from 0 up to 1 for the next connection, apart from those before it: multiples of the golden ratio, which are
    /// spread more evenly than chance does it, and the same whenever a server starts.
    /// </summary>
    public double NextSpread() => Interlocked.Increment(ref _spreads) * GoldenRatio % 1;

    /// <summary>True once what is left is cut off.</summary>
    public bool IsCutOff => CutOff.IsCancellationRequested;
}
