// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>How waiting for the next request has ended.</summary>
internal enum HeadResult : byte
{
    /// <summary>Its head is whole.</summary>
    Ready,

    /// <summary>The head breaks a rule or did not become whole.</summary>
    Rejected,

    /// <summary>The peer has ended its stream between requests.</summary>
    Closed,

    /// <summary>No request came in time.</summary>
    Idle,

    /// <summary>There is no agreement on TLS.</summary>
    HandshakeFailed,

    /// <summary>The client did not finish its TLS handshake in time.</summary>
    HandshakeTimedOut,
}
