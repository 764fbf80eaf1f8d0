// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Connections;

/// <summary>Why a connection ended. Each connection has exactly one.</summary>
internal enum ConnectionEndCause : byte
{
    /// <summary>The peer ended its stream between requests: the ordinary end.</summary>
    PeerClosed,

    /// <summary>The peer ended its stream within a request.</summary>
    PeerClosedEarly,

    /// <summary>The peer reset the connection, or the network lost it.</summary>
    PeerReset,

    /// <summary>The request asked for the connection to be closed after its response, or was HTTP/1.0.</summary>
    RequestedByPeer,

    /// <summary>The request broke a rule that the server was told to tolerate: the last one read of the connection.</summary>
    Tolerated,

    /// <summary>The response said that the connection closes.</summary>
    RequestedByHandler,

    /// <summary>No request came within the time an open connection may be idle.</summary>
    IdleTimedOut,

    /// <summary>A request was refused.</summary>
    Rejected,

    /// <summary>A proxy that has to send a PROXY header sent something else.</summary>
    ProxyHeaderRejected,

    /// <summary>A proxy that has to send a PROXY header did not send it in time.</summary>
    ProxyHeaderTimedOut,

    /// <summary>Client and server did not agree on TLS, or the client went away in the middle of it.</summary>
    HandshakeFailed,

    /// <summary>The client did not finish its TLS handshake in time.</summary>
    HandshakeTimedOut,

    /// <summary>A body that nobody read was too long to be read away.</summary>
    BodyUnread,

    /// <summary>The peer took the response too slowly.</summary>
    SendTimedOut,

    /// <summary>The handler failed, or ended its response short, after the head had gone: only a reset is honest.</summary>
    ResponseFailed,

    /// <summary>The handler aborted the exchange.</summary>
    AbortedByHandler,

    /// <summary>The connection was handed over to another protocol, whose handler has returned.</summary>
    Upgraded,

    /// <summary>The connection has carried as many requests, or lived as long, as it may.</summary>
    LimitReached,

    /// <summary>It was idle, and its place was needed.</summary>
    Shed,

    /// <summary>There was no place for it.</summary>
    ServerFull,

    /// <summary>It had not ended when the server stopped waiting.</summary>
    CutOff,

    /// <summary>The server is stopping.</summary>
    Drained,

    /// <summary>Something in the server itself failed: a defect of ours.</summary>
    Failed,
}
