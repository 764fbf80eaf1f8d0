// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;

namespace Linnet.Tests.WebSockets;

/// <summary>Frames written by hand, rightly and wrongly.</summary>
internal static class RawFrame
{
    public const int Text = 0x81;
    public const int Binary = 0x82;
    public const int Close = 0x88;
    public const int Ping = 0x89;
    public const int Pong = 0x8A;

    /// <summary>A frame of a client.</summary>
    /// <param name="first">Its first byte: bits and opcode.</param>
    /// <param name="payload">Its payload, before masking.</param>
    /// <param name="lengthBytes">How many bytes more the length takes, 0, 2 or 8; what it needs unless given.</param>
    /// <param name="isMasked">False for a frame that breaks the first rule.</param>
    public static byte[] Of(int first, byte[] payload, int? lengthBytes = null, bool isMasked = true)
    {
        using MemoryStream frame = new();
        int form = lengthBytes ?? (payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8);
        int maskBit = isMasked ? 0x80 : 0;
        frame.WriteByte((byte)first);
        frame.WriteByte((byte)(maskBit | form switch { 0 => payload.Length, 2 => 126, _ => 127 }));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        frame.Write(length, 8 - form, form);
        byte[] mask = [0x37, 0xFA, 0x21, 0x3D];
        if (isMasked)
        {
            frame.Write(mask);
        }

        frame.Write(payload.Select((value, index) => (byte)(isMasked ? value ^ mask[index % 4] : value)).ToArray());
        return frame.ToArray();
    }

    /// <summary>A frame of text.</summary>
    public static byte[] Of(int first, string text) => Of(first, Encoding.UTF8.GetBytes(text));

    /// <summary>A close frame.</summary>
    public static byte[] CloseOf(int code, byte[]? reason = null) =>
        Of(Close, [(byte)(code >> 8), (byte)code, .. reason ?? []]);
}
