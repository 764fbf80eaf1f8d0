// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;

namespace Linnet.Protocol.Archives;

/// <summary>A block of deflated data that is not compressed at all, for content that has been compressed already.</summary>
internal static class StoredBlock
{
    /// <summary>What stands before the bytes of a block.</summary>
    public const int HeadBytes = 5;

    /// <summary>The most bytes in a block.</summary>
    public const int MaxBytes = ushort.MaxValue;

    /// <summary>Writes what stands before the bytes.</summary>
    public static void WriteHead(Span<byte> destination, int length, bool isLast)
    {
        // RFC 1951 §3.2.3, §3.2.4: one bit for the last block, two for its kind, the rest up to the byte is skipped; then the length
        // and its complement.
        destination[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[3..], (ushort)(length ^ MaxBytes));
    }
}
