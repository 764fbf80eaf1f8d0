// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>
/// Which frame may follow which: a message is one frame of text or binary and as many continuations as it likes, the last one
/// final; control frames may stand anywhere. RFC 6455 §5.4.
/// </summary>
/// <remarks>
/// <code>
///            text, binary (final)          continuation (not final)
///                 ┌────┐                        ┌────┐
///                 │    ▼    text, binary        │    ▼
///                ┌────────┐ (not final)       ┌──────────┐
///   begin ──────▶│ Between│──────────────────▶│  Within  │
///                └────────┘◀──────────────────└──────────┘
///                            continuation (final)
/// </code>
/// </remarks>
internal struct FrameOrder
{
    private bool _isWithin;

    /// <summary>True when a message has begun and its last frame has not come.</summary>
    public readonly bool IsWithinMessage => _isWithin;

    /// <summary>Judges the next frame.</summary>
    public FrameRejection Accept(FrameOpcode opcode, bool isFinal)
    {
        FrameRejection rejection = (opcode, _isWithin) switch
        {
            (FrameOpcode.Close or FrameOpcode.Ping or FrameOpcode.Pong, _) => FrameRejection.None,
            (FrameOpcode.Continuation, false) => FrameRejection.NothingToContinue,
            (FrameOpcode.Continuation, true) => FrameRejection.None,
            (FrameOpcode.Text or FrameOpcode.Binary, false) => FrameRejection.None,
            (FrameOpcode.Text or FrameOpcode.Binary, true) => FrameRejection.MessageWithinMessage,
        };
        if (rejection == FrameRejection.None && opcode < FrameOpcode.Close)
        {
            _isWithin = !isFinal;
        }

        return rejection;
    }
}
