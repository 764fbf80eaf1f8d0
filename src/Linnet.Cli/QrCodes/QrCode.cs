// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Cli.QrCodes;

/// <summary>
/// A QR code of a short text (ISO/IEC 18004): what a telephone's camera reads off the screen. There is a package that does it, but it
/// draws bitmaps by a library that only Windows has and that cannot be compiled ahead of time.
/// </summary>
internal sealed class QrCode
{
    // §7.9: the level in two bits, L being 01; then three of the mask.
    private const int LevelBits = 0b01_000;
    private const int FormatGenerator = 0x537;
    private const int FormatMask = 0x5412;

    private readonly bool[] _isDark;
    private readonly bool[] _isFunction;

    private QrCode(QrVersion version, IReadOnlyList<byte> codewords, int mask)
    {
        Size = version.Size;
        _isDark = new bool[Size * Size];
        _isFunction = new bool[Size * Size];
        DrawPatterns(version);
        DrawFormat(mask);
        DrawCodewords(codewords, mask);
    }

    /// <summary>Modules on each side.</summary>
    public int Size { get; }

    /// <summary>True for a dark module; everything outside is light.</summary>
    public bool this[int row, int column] =>
        row >= 0 && row < Size && column >= 0 && column < Size && _isDark[(row * Size) + column];

    /// <summary>The code of a text; null when it is longer than 134 bytes.</summary>
    public static QrCode? Of(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (QrVersion.For(bytes.Length) is not { } version)
        {
            return null;
        }

        // §7.8.3: the mask that leaves the fewest patterns which confuse a reader.
        IReadOnlyList<byte> codewords = version.Codewords(bytes);
        return Enumerable.Range(0, 8).Select(mask => new QrCode(version, codewords, mask)).MinBy(QrPenalty.Of);
    }

    private void DrawPatterns(QrVersion version)
    {
        for (int index = 0; index < Size; index++)
        {
            Set(6, index, index % 2 == 0);
            Set(index, 6, index % 2 == 0);
        }

        DrawFinder(3, 3);
        DrawFinder(3, Size - 4);
        DrawFinder(Size - 4, 3);
        if (version.Number > 1)
        {
            DrawRings(Size - 7, Size - 7, 2, static ring => ring != 1);
        }
    }

    /// <summary>A square in a ring, and a light edge around it.</summary>
    private void DrawFinder(int row, int column) => DrawRings(row, column, 4, static ring => ring is not (2 or 4));

    private void DrawRings(int row, int column, int radius, Func<int, bool> isDark)
    {
        for (int down = -radius; down <= radius; down++)
        {
            for (int right = -radius; right <= radius; right++)
            {
                Set(row + down, column + right, isDark(Math.Max(Math.Abs(down), Math.Abs(right))));
            }
        }
    }

    /// <summary>§7.9.1: fifteen bits, twice, and one module that is always dark.</summary>
    private void DrawFormat(int mask)
    {
        int data = LevelBits | mask;
        int remainder = data;
        for (int bit = 0; bit < 10; bit++)
        {
            remainder = (remainder << 1) ^ ((remainder >> 9) * FormatGenerator);
        }

        int bits = ((data << 10) | remainder) ^ FormatMask;
        for (int bit = 0; bit < 15; bit++)
        {
            bool isDark = ((bits >> bit) & 1) == 1;
            int turn = bit < 6 ? bit : bit < 8 ? bit + 1 : Size - 15 + bit;
            Set(turn, 8, isDark);
            int back = bit < 8 ? Size - 1 - bit : bit < 9 ? 15 - bit : 14 - bit;
            Set(8, back, isDark);
        }

        Set(Size - 8, 8, true);
    }

    /// <summary>§7.7.3: two columns at a time, from the right, up and down in turn, past the vertical timing pattern.</summary>
    private void DrawCodewords(IReadOnlyList<byte> codewords, int mask)
    {
        int bit = 0;
        bool isUpward = true;
        for (int right = Size - 1; right > 0; right -= right == 8 ? 3 : 2)
        {
            for (int step = 0; step < Size; step++)
            {
                int row = isUpward ? Size - 1 - step : step;
                for (int column = right; column >= right - 1; column--)
                {
                    if (_isFunction[(row * Size) + column])
                    {
                        continue;
                    }

                    // What is left over at the end is light.
                    bool isSet = bit < codewords.Count * 8 && ((codewords[bit / 8] >> (7 - (bit % 8))) & 1) == 1;
                    _isDark[(row * Size) + column] = isSet ^ IsMasked(mask, row, column);
                    bit++;
                }
            }

            isUpward = !isUpward;
        }
    }

    private void Set(int row, int column, bool isDark)
    {
        if (row >= 0 && row < Size && column >= 0 && column < Size)
        {
            _isDark[(row * Size) + column] = isDark;
            _isFunction[(row * Size) + column] = true;
        }
    }

    /// <summary>§7.8.2, table 10.</summary>
    private static bool IsMasked(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };
}
