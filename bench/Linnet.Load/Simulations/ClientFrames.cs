// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;

namespace Linnet.Load.Simulations;

/// <summary>Writes frames of a client, rightly and wrongly. It knows nothing of the code that reads them. RFC 6455 §5.2.</summary>
internal static class ClientFrames
{
    /// <summary>The bit of a frame that is its message's last.</summary>
    public const int Final = 0x80;

    /// <summary>The bit of a message's first frame that says that it is compressed. RFC 7692 §6.</summary>
    public const int Compressed = 0x40;

    /// <summary>A frame.</summary>
    /// <param name="first">Its first byte: bits and opcode.</param>
    /// <param name="payload">Its payload, before it is masked.</param>
    /// <param name="mask">What it is masked with; null for a frame that breaks the first rule.</param>
    /// <param name="lengthBytes">How many bytes more its length takes: 0, 2 or 8; what it needs unless given.</param>
    public static byte[] Of(int first, byte[] payload, byte[]? mask, int? lengthBytes = null)
    {
        byte[] head = Head(first, payload.Length, mask, lengthBytes);
        byte[] frame = new byte[head.Length + payload.Length];
        head.CopyTo(frame, 0);
        for (int at = 0; at < payload.Length; at++)
        {
            frame[head.Length + at] = (byte)(payload[at] ^ (mask?[at % 4] ?? 0));
        }

        return frame;
    }

    /// <summary>What stands before a payload of so many bytes.</summary>
    public static byte[] Head(int first, long payloadBytes, byte[]? mask, int? lengthBytes = null)
    {
        int form = lengthBytes ?? (payloadBytes is >= 0 and < 126 ? 0 : payloadBytes is >= 0 and <= ushort.MaxValue ? 2 : 8);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payloadBytes);
        int second = form == 0 ? (int)payloadBytes : form == 2 ? 126 : 127;
        return [(byte)first, (byte)(second | (mask is null ? 0 : 0x80)), .. length.AsSpan(8 - form), .. mask ?? []];
    }

    /// <summary>The payload of a close frame.</summary>
    public static byte[] CloseOf(int code, ReadOnlySpan<byte> reason) => [(byte)(code >> 8), (byte)code, .. reason];
}
