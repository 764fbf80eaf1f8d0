// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Linnet.Protocol.WebSockets;

/// <summary>Takes the mask off a payload. RFC 6455 §5.3.</summary>
internal static class FrameMask
{
    /// <summary>Takes the mask off a part of a payload, where it is.</summary>
    /// <param name="payload">The part.</param>
    /// <param name="mask">The mask, its bytes in memory as they were on the wire.</param>
    /// <param name="offset">How many bytes of the payload came before.</param>
    public static void Apply(Span<byte> payload, uint mask, long offset)
    {
        // RFC 6455 §5.3: byte i of the payload is masked with byte i modulo 4. Turned so that this part begins at byte 0.
        int turn = (int)(offset & 3) * 8;
        mask = BitConverter.IsLittleEndian ? BitOperations.RotateRight(mask, turn) : BitOperations.RotateLeft(mask, turn);
        Span<byte> rest = payload;
        if (payload.Length >= Vector<byte>.Count)
        {
            Vector<byte> masks = Vector.AsVectorByte(new Vector<uint>(mask));
            Span<Vector<byte>> blocks = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
            foreach (ref Vector<byte> block in blocks)
            {
                block ^= masks;
            }

            // A block is a multiple of four bytes: the mask stays as it is.
            rest = payload[(blocks.Length * Vector<byte>.Count)..];
        }

        Span<byte> key = stackalloc byte[sizeof(uint)];
        MemoryMarshal.Write(key, mask);
        for (int index = 0; index < rest.Length; index++)
        {
            rest[index] ^= key[index & 3];
        }
    }
}
