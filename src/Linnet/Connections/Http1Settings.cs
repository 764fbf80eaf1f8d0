// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>What an HTTP/1.1 connection has to know of the server's limits. Read once, never changed.</summary>
internal sealed record Http1Settings
{
    /// <summary>Bounds on heads, chunk extensions and trailers.</summary>
    public HeadLimits Head { get; init; } = new();

    /// <summary>Faults of a head for which it is not refused.</summary>
    public Leniency Tolerated { get; init; }

    /// <summary>Bytes of a request body.</summary>
    public long MaxBodyBytes { get; init; } = 30_000_000;

    /// <summary>Until the first byte of the first request.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first byte of a TLS handshake to its end.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the first byte of a head to its last.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From a response to the first byte of the next request.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes a second, averaged over a message, that a peer has to give or take.</summary>
    public int MinBytesPerSecond { get; init; } = 240;

    /// <summary>Waiting that is allowed before <see cref="MinBytesPerSecond"/> counts.</summary>
    public TimeSpan RateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection.</summary>
    public int MaxRequestsPerConnection { get; init; } = 10_000;

    /// <summary>Age of a connection at which it takes no more requests; each draws its own within a tenth of it.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes of an unread body, or of whatever follows a refusal, that are read away.</summary>
    public int MaxDrainBytes { get; init; } = 256 * 1024;

    /// <summary>Time for that.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes the receive buffer may grow to: a head of every maximum at once, and a trailer line behind it.</summary>
    public int MaxReceiveBytes =>
        8 + Head.MaxRequestLineBytes + Head.MaxFieldBytes + Math.Max(Head.MaxTrailerBytes, Head.MaxFieldLineBytes) + 8192;

    /// <summary>True to answer 503 to a client for whom there is no place, false to reset the connection.</summary>
    public bool AnswersWhenFull { get; init; } = true;

    /// <summary>What an idle connection is still given when the server stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(1);
}
