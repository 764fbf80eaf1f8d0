// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>How a handshake ended.</summary>
internal enum HandshakeResult : byte
{
    /// <summary>The connection is secured.</summary>
    Done,

    /// <summary>The client began with text, as HTTP without TLS does: it can be told so.</summary>
    PlainText,

    /// <summary>There is no agreement, or no client any more. An alert has been sent where TLS has one.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,
}
