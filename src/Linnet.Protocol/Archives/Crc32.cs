// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.InteropServices;

namespace Linnet.Protocol.Archives;

/// <summary>
/// The check value of a zip archive's entries: CRC-32 of ISO 3309, as PNG and gzip have it. Eight bytes at a time through
/// eight tables; the instruction that processors have is of another polynomial.
/// </summary>
internal static class Crc32
{
    // 0x04C11DB7 with its bits turned round.
    private const uint Polynomial = 0xEDB88320;
    private const int Tables = 8;
    private const int Entries = 256;

    private static readonly uint[] Table = MakeTable();

    /// <summary>Goes on with what came before; 0 at the beginning.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> table = Table;
        crc = ~crc;
        while (bytes.Length >= Tables)
        {
            ulong word = MemoryMarshal.Read<ulong>(bytes);
            word = BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
            word ^= crc;
            crc = table[(7 * Entries) + (int)(word & 0xFF)]
                ^ table[(6 * Entries) + (int)((word >> 8) & 0xFF)]
                ^ table[(5 * Entries) + (int)((word >> 16) & 0xFF)]
                ^ table[(4 * Entries) + (int)((word >> 24) & 0xFF)]
                ^ table[(3 * Entries) + (int)((word >> 32) & 0xFF)]
                ^ table[(2 * Entries) + (int)((word >> 40) & 0xFF)]
                ^ table[(1 * Entries) + (int)((word >> 48) & 0xFF)]
                ^ table[(int)(word >> 56)];
            bytes = bytes[Tables..];
        }

        foreach (byte value in bytes)
        {
            crc = (crc >> 8) ^ table[(int)((crc ^ value) & 0xFF)];
        }

        return ~crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[Tables * Entries];
        for (uint value = 0; value < Entries; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            table[value] = crc;
        }

        for (int index = Entries; index < table.Length; index++)
        {
            // The same byte, one place further from the end.
            uint before = table[index - Entries];
            table[index] = (before >> 8) ^ table[(int)(before & 0xFF)];
        }

        return table;
    }
}
