// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>The rule behind each <see cref="FrameRejection"/>.</summary>
internal static class FrameRules
{
    private const int ProtocolError = 1002;
    private const int InvalidData = 1007;
    private const int PolicyViolation = 1008;
    private const int TooBig = 1009;

    /// <summary>The rule that a rejection stands for.</summary>
    public static FrameRule Of(FrameRejection rejection) => rejection switch
    {
        FrameRejection.None => default,
        FrameRejection.ReservedBits => new(ProtocolError, "RFC 6455 §5.2", "A reserved bit is set."),
        FrameRejection.ReservedOpcode => new(ProtocolError, "RFC 6455 §5.2", "The opcode is not defined."),
        FrameRejection.Unmasked => new(ProtocolError, "RFC 6455 §5.1", "A frame of a client must be masked."),
        FrameRejection.LengthNotMinimal =>
            new(ProtocolError, "RFC 6455 §5.2", "A length must be written in as few bytes as it needs."),
        FrameRejection.LengthTooLarge => new(ProtocolError, "RFC 6455 §5.2", "A length must be below 2^63."),
        FrameRejection.ControlTooLong =>
            new(ProtocolError, "RFC 6455 §5.5", "A control frame has at most 125 bytes."),
        FrameRejection.ControlFragmented =>
            new(ProtocolError, "RFC 6455 §5.5", "A control frame must not be fragmented."),
        FrameRejection.NothingToContinue => new(ProtocolError, "RFC 6455 §5.4", "There is no message to continue."),
        FrameRejection.MessageWithinMessage =>
            new(ProtocolError, "RFC 6455 §5.4", "A message must end before the next begins."),
        FrameRejection.CloseTooShort => new(ProtocolError, "RFC 6455 §5.5.1", "A close code has two bytes."),
        FrameRejection.CloseCode => new(ProtocolError, "RFC 6455 §7.4", "The close code is none that is sent."),
        FrameRejection.CloseReason => new(InvalidData, "RFC 6455 §8.1", "The close reason must be UTF-8."),
        FrameRejection.Text => new(InvalidData, "RFC 6455 §8.1", "Text must be UTF-8."),
        FrameRejection.Compression => new(InvalidData, "RFC 7692 §7.2.2", "The message is not compressed rightly."),
        FrameRejection.MessageTooLong => new(TooBig, "RFC 6455 §10.4", "The message is too long."),
        FrameRejection.TooManyFragments =>
            new(PolicyViolation, "RFC 6455 §10.4", "The message comes in too many short fragments."),
        FrameRejection.TooManyControls =>
            new(PolicyViolation, "RFC 6455 §10.4", "There are too many pings and pongs."),
    };
}
