// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>What a frame is. RFC 6455 §11.8.</summary>
internal enum FrameOpcode
{
    /// <summary>More of the message that has begun.</summary>
    Continuation = 0,

    /// <summary>Text in UTF-8.</summary>
    Text = 1,

    /// <summary>Bytes.</summary>
    Binary = 2,

    /// <summary>The last frame of this side.</summary>
    Close = 8,

    /// <summary>A question whether the other side is there.</summary>
    Ping = 9,

    /// <summary>The answer to it.</summary>
    Pong = 10,
}
