// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;

namespace Linnet.Protocol.WebSockets;

/// <summary>What stands before the payload of a frame. RFC 6455 §5.2.</summary>
/// <remarks>
/// <code>
///  0               1
///  0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
/// +-+-+-+-+-------+-+-------------+----------------------+---------------+
/// |F|R|R|R| opcode|M|   length    | 2 or 8 bytes more,   | 4 bytes of    |
/// |I|S|S|S|       |A|  0 to 125,  | if the length is 126 | mask, if MASK |
/// |N|V|V|V|       |S| 126 or 127  | or 127               |               |
/// | |1|2|3|       |K|             |                      |               |
/// +-+-+-+-+-------+-+-------------+----------------------+---------------+
/// </code>
/// </remarks>
/// <param name="Opcode">What the frame is.</param>
/// <param name="IsFinal">True when it is the last of its message.</param>
/// <param name="IsCompressed">True when the first reserved bit is set: the message is compressed (RFC 7692 §6).</param>
/// <param name="PayloadBytes">How much follows.</param>
/// <param name="Mask">What the payload was masked with, in the order of its bytes in memory; 0 from a server.</param>
internal readonly record struct FrameHeader(
    FrameOpcode Opcode, bool IsFinal, bool IsCompressed, long PayloadBytes, uint Mask)
{
    /// <summary>Room that a header needs at the most: two bytes, a length of eight, and a mask.</summary>
    public const int MaxBytes = 14;

    /// <summary>Bytes of payload that a control frame has at the most (RFC 6455 §5.5).</summary>
    public const int MaxControlBytes = 125;

    private const int FinalBit = 0x80;
    private const int CompressedBit = 0x40;
    private const int ReservedBits = 0x30;
    private const int MaskBit = 0x80;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;

    /// <summary>True for close, ping and pong, which may stand between the fragments of a message.</summary>
    public bool IsControl => Opcode >= FrameOpcode.Close;

    /// <summary>Reads the header of a frame of a client. What is wrong is said as soon as its byte is there.</summary>
    /// <param name="input">What has been received.</param>
    /// <param name="canBeCompressed">True when compression has been agreed on.</param>
    /// <param name="header">The header, when ready.</param>
    /// <param name="bytes">How long it is, when ready.</param>
    /// <param name="rejection">The broken rule, when refused.</param>
    public static FrameStep Read(
        ReadOnlySpan<byte> input,
        bool canBeCompressed,
        out FrameHeader header,
        out int bytes,
        out FrameRejection rejection)
    {
        header = default;
        bytes = 0;
        rejection = FrameRejection.None;
        if (input.IsEmpty)
        {
            return FrameStep.More;
        }

        rejection = JudgeFirst(input[0], canBeCompressed);
        if (rejection == FrameRejection.None && input.Length > 1)
        {
            rejection = JudgeSecond(input[0], input[1]);
        }

        if (rejection != FrameRejection.None)
        {
            return FrameStep.Refused;
        }

        return input.Length < 2
            ? FrameStep.More
            : ReadLength(input, out header, out bytes, out rejection);
    }

    /// <summary>Writes the header of a frame of a server, which has no mask (RFC 6455 §5.1), and returns its length.</summary>
    public static int Write(
        Span<byte> destination, FrameOpcode opcode, bool isFinal, bool isCompressed, long payloadBytes)
    {
        destination[0] = (byte)((isFinal ? FinalBit : 0) | (isCompressed ? CompressedBit : 0) | (int)opcode);
        switch (payloadBytes)
        {
            case < TwoByteLength:
                destination[1] = (byte)payloadBytes;
                return 2;
            case <= ushort.MaxValue:
                destination[1] = TwoByteLength;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadBytes);
                return 4;
            default:
                destination[1] = EightByteLength;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadBytes);
                return 10;
        }
    }

    private static FrameRejection JudgeFirst(byte first, bool canBeCompressed)
    {
        int opcode = first & 0x0F;
        bool isControl = opcode >= (int)FrameOpcode.Close;

        // RFC 6455 §5.2: a reserved bit without an extension that gives it a meaning fails the connection.
        // RFC 7692 §6.1: with compression the first one marks a message at its beginning, and nothing else.
        bool mayBeCompressed = canBeCompressed && opcode is (int)FrameOpcode.Text or (int)FrameOpcode.Binary;
        if ((first & ReservedBits) != 0 || ((first & CompressedBit) != 0 && !mayBeCompressed))
        {
            return FrameRejection.ReservedBits;
        }

        // RFC 6455 §5.2: 3 to 7 and 11 to 15 are reserved.
        if (opcode is (> (int)FrameOpcode.Binary and < (int)FrameOpcode.Close) or > (int)FrameOpcode.Pong)
        {
            return FrameRejection.ReservedOpcode;
        }

        // RFC 6455 §5.5: control frames are not fragmented.
        return isControl && (first & FinalBit) == 0 ? FrameRejection.ControlFragmented : FrameRejection.None;
    }

    private static FrameRejection JudgeSecond(byte first, byte second)
    {
        // RFC 6455 §5.1: a server closes the connection upon a frame that is not masked.
        if ((second & MaskBit) == 0)
        {
            return FrameRejection.Unmasked;
        }

        // RFC 6455 §5.5: control frames have at most 125 bytes.
        bool isControl = (first & 0x0F) >= (int)FrameOpcode.Close;
        return isControl && (second & ~MaskBit) > MaxControlBytes ? FrameRejection.ControlTooLong : FrameRejection.None;
    }

    private static FrameStep ReadLength(
        ReadOnlySpan<byte> input, out FrameHeader header, out int bytes, out FrameRejection rejection)
    {
        header = default;
        int form = input[1] & ~MaskBit;
        int lengthBytes = form == EightByteLength ? 8 : form == TwoByteLength ? 2 : 0;
        bytes = 2 + lengthBytes + sizeof(uint);
        rejection = FrameRejection.None;
        if (input.Length < 2 + lengthBytes)
        {
            return FrameStep.More;
        }

        ReadOnlySpan<byte> more = input.Slice(2, lengthBytes);
        long length = lengthBytes switch
        {
            0 => form,
            2 => BinaryPrimitives.ReadUInt16BigEndian(more),
            _ => BinaryPrimitives.ReadInt64BigEndian(more),
        };

        // RFC 6455 §5.2: the most significant bit of eight bytes is 0, and a length takes as few bytes as it can.
        if (length < 0)
        {
            rejection = FrameRejection.LengthTooLarge;
            return FrameStep.Refused;
        }

        long least = lengthBytes switch { 0 => 0, 2 => TwoByteLength, _ => ushort.MaxValue + 1L };
        if (length < least)
        {
            rejection = FrameRejection.LengthNotMinimal;
            return FrameStep.Refused;
        }

        if (input.Length < bytes)
        {
            return FrameStep.More;
        }

        header = new FrameHeader(
            (FrameOpcode)(input[0] & 0x0F),
            (input[0] & FinalBit) != 0,
            (input[0] & CompressedBit) != 0,
            length,
            System.Runtime.InteropServices.MemoryMarshal.Read<uint>(input[(bytes - sizeof(uint))..]));
        return FrameStep.Ready;
    }
}
