// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>What a client can do wrong once it speaks the WebSocket protocol. <see cref="FrameRules"/> has the rules.</summary>
internal enum FrameRejection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A reserved bit is set that no extension has given a meaning.</summary>
    ReservedBits,

    /// <summary>An opcode that nobody has defined.</summary>
    ReservedOpcode,

    /// <summary>A frame of a client without a mask.</summary>
    Unmasked,

    /// <summary>A length in more bytes than it needs.</summary>
    LengthNotMinimal,

    /// <summary>A length of 2⁶³ or more.</summary>
    LengthTooLarge,

    /// <summary>A control frame of more than 125 bytes.</summary>
    ControlTooLong,

    /// <summary>A control frame in fragments.</summary>
    ControlFragmented,

    /// <summary>A continuation where no message has begun.</summary>
    NothingToContinue,

    /// <summary>A new message before the end of the last one.</summary>
    MessageWithinMessage,

    /// <summary>A close frame of one byte, which is half a code.</summary>
    CloseTooShort,

    /// <summary>A close code that is never sent.</summary>
    CloseCode,

    /// <summary>The reason in a close frame is no UTF-8.</summary>
    CloseReason,

    /// <summary>A text message is no UTF-8.</summary>
    Text,

    /// <summary>A message is not what DEFLATE makes.</summary>
    Compression,

    /// <summary>A message is longer than allowed.</summary>
    MessageTooLong,

    /// <summary>A message comes in too many short fragments.</summary>
    TooManyFragments,

    /// <summary>More pings and pongs than anybody needs.</summary>
    TooManyControls,
}
