// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Linnet.Protocol.WebSockets;

/// <summary>What is in a close frame: nothing, or a code and perhaps a reason. RFC 6455 §5.5.1.</summary>
internal static class CloseFrame
{
    /// <summary>Bytes that a reason has at the most: what a control frame has, less the code.</summary>
    public const int MaxReasonBytes = FrameHeader.MaxControlBytes - CodeBytes;

    /// <summary>All has been said.</summary>
    public const int Normal = 1000;

    /// <summary>This end is going away.</summary>
    public const int GoingAway = 1001;

    /// <summary>The server has met what it did not expect.</summary>
    public const int ServerFailed = 1011;

    /// <summary>What is shown for a close frame without a code, and never sent (RFC 6455 §7.1.5).</summary>
    public const int NoCode = 1005;

    private const int CodeBytes = 2;

    /// <summary>Reads the payload of a close frame.</summary>
    public static FrameRejection Read(ReadOnlySpan<byte> payload, out int code, out string? reason)
    {
        code = NoCode;
        reason = null;
        if (payload.IsEmpty)
        {
            return FrameRejection.None;
        }

        // RFC 6455 §5.5.1: if there is a body, its first two bytes are a code.
        if (payload.Length < CodeBytes)
        {
            return FrameRejection.CloseTooShort;
        }

        code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!IsSent(code))
        {
            return FrameRejection.CloseCode;
        }

        // RFC 6455 §5.5.1, §8.1: the reason is UTF-8.
        ReadOnlySpan<byte> text = payload[CodeBytes..];
        if (!Utf8.IsValid(text))
        {
            return FrameRejection.CloseReason;
        }

        reason = Encoding.UTF8.GetString(text);
        return FrameRejection.None;
    }

    /// <summary>Writes the payload of a close frame and returns its length; the reason is cut to what fits.</summary>
    public static int Write(Span<byte> destination, int code, string? reason)
    {
        if (code == NoCode)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
        Utf8.FromUtf16(reason, destination.Slice(CodeBytes, MaxReasonBytes), out _, out int written);
        return CodeBytes + written;
    }

    /// <summary>True for a code that may stand in a close frame (RFC 6455 §7.4, and what IANA has registered since).</summary>
    /// <remarks>
    /// 1004 is reserved; 1005, 1006 and 1015 are never on the wire (§7.4.1); below 1000 and from 5000 up there are none, and
    /// 1016 to 2999 are for the protocol's own future (§7.4.2). 1012 to 1014 are registered: restart, try later, bad gateway.
    /// </remarks>
    public static bool IsSent(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
