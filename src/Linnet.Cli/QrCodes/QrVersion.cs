// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Cli.QrCodes;

/// <summary>
/// A size of QR code, with the least error correction (level L): a screen is not torn (ISO/IEC 18004 §7.1, table 9). Six of the forty are
/// enough for an address, and have no version information in them.
/// </summary>
/// <param name="Number">Its number.</param>
/// <param name="Blocks">How many blocks the data is divided into, all as long.</param>
/// <param name="BlockBytes">Bytes of data in a block.</param>
/// <param name="CheckBytes">Bytes that are computed from a block.</param>
internal sealed record QrVersion(int Number, int Blocks, int BlockBytes, int CheckBytes)
{
    // A mode of four bits and a length of eight come before the text.
    private const int OverheadBytes = 2;

    private static readonly QrVersion[] All =
    [
        new(1, 1, 19, 7), new(2, 1, 34, 10), new(3, 1, 55, 15), new(4, 1, 80, 20), new(5, 1, 108, 26), new(6, 2, 68, 18),
    ];

    /// <summary>Modules on each side.</summary>
    public int Size => 17 + (4 * Number);

    /// <summary>Bytes of data, all blocks together.</summary>
    public int DataBytes => Blocks * BlockBytes;

    /// <summary>The smallest for so many bytes of text; null when none is large enough.</summary>
    public static QrVersion? For(int bytes) => All.FirstOrDefault(version => version.DataBytes >= bytes + OverheadBytes);

    /// <summary>All bytes that are drawn: text, filling and check bytes, those of the blocks in turn (§7.6).</summary>
    public IReadOnlyList<byte> Codewords(ReadOnlySpan<byte> text)
    {
        byte[] data = new byte[DataBytes];
        data[0] = (byte)(0x40 | (text.Length >> 4));
        data[1] = (byte)(text.Length << 4);
        for (int index = 0; index < text.Length; index++)
        {
            // Half a byte aside, for the mode.
            data[index + 1] |= (byte)(text[index] >> 4);
            data[index + 2] = (byte)(text[index] << 4);
        }

        for (int index = text.Length + OverheadBytes; index < data.Length; index++)
        {
            data[index] = (index - text.Length) % 2 == 0 ? (byte)0xec : (byte)0x11;
        }

        byte[][] blocks = [.. data.Chunk(BlockBytes)];
        byte[][] checks = [.. blocks.Select(block => ReedSolomon.Check(block, CheckBytes))];
        return [.. InTurn(blocks), .. InTurn(checks)];
    }

    private static IEnumerable<byte> InTurn(byte[][] blocks) =>
        Enumerable.Range(0, blocks[0].Length).SelectMany(index => blocks.Select(block => block[index]));
}
