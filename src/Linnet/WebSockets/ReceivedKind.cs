// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.WebSockets;

/// <summary>What a <see cref="FrameReceiver"/> has received.</summary>
internal enum ReceivedKind
{
    /// <summary>A part of a message.</summary>
    Data,

    /// <summary>A ping.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A close frame.</summary>
    Close,

    /// <summary>The end of the connection.</summary>
    End,

    /// <summary>Something against the rules.</summary>
    Refused,
}
