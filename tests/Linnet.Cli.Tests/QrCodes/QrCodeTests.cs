// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Cli.QrCodes;
using Xunit;

namespace Linnet.Cli.Tests.QrCodes;

/// <summary>
/// Codes against a naive reader of their own, written from the standard, and one against what jsQR read as
/// <c>http://192.0.2.2:39301/</c>.
/// </summary>
public sealed class QrCodeTests
{
    private static readonly int[] BlocksByVersion = [1, 1, 1, 1, 1, 2];
    private static readonly int[] CheckBytesByVersion = [7, 10, 15, 20, 26, 18];

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 135)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_is_drawn_can_be_read(int length)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('!' + (index * 7 % 90))));

        QrCode? code = QrCode.Of(text);

        Assert.NotNull(code);
        Assert.Equal(text, Read(code));
    }

    [Fact]
    public void A_text_that_is_too_long_has_no_code() => Assert.Null(QrCode.Of(new string('a', 135)));

    [Fact]
    public void Multiplication_is_that_of_the_field()
    {
        // ISO/IEC 18004 annex A: 2 generates all 255 elements but zero.
        HashSet<byte> powers = [];
        byte power = 1;
        for (int exponent = 0; exponent < 255; exponent++)
        {
            Assert.True(powers.Add(power));
            power = ReedSolomon.Multiply(power, 2);
        }

        Assert.Equal(1, power);
        Assert.Equal(0x1d, ReedSolomon.Multiply(0x80, 2));
    }

    [Fact]
    public void Check_bytes_are_those_of_the_standard()
    {
        // ISO/IEC 18004 annex I: "01234567" in version 1-M.
        byte[] data = [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11];
        byte[] expected = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
        Assert.Equal(expected, ReedSolomon.Check(data, expected.Length));
    }

    [Fact]
    public void An_address_looks_as_another_program_reads_it()
    {
        QrCode? code = QrCode.Of("http://192.0.2.2:39301/");
        Assert.NotNull(code);
        string[] lines = [.. QrText.Lines(code)];
        Assert.Equal(Expected.Split('\n').Select(static line => line.TrimEnd('\r')), lines);
    }

    private const string Expected = """
        █████████████████████████████
        ██ ▄▄▄▄▄ █▀▄█▀ ▀█  █ ▄▄▄▄▄ ██
        ██ █   █ █▄   ▄█▄▄ █ █   █ ██
        ██ █▄▄▄█ █ ▀█▀█▀▀ ██ █▄▄▄█ ██
        ██▄▄▄▄▄▄▄█ ▀▄█ █ █ █▄▄▄▄▄▄▄██
        ██▄▄▀▄█▀▄ ██ ▀█ ▀███  ▄█▄▄▀██
        ██▀▄ ▀  ▄▀▀▄▄██▀▄█▀█ ▀▄██▄▄██
        ████▄▄ █▄▄ ▀▀▀ ▄ ▄ ▀ ▄█ ▀▄ ██
        ██▄▀▀▄▄█▄ ▀  █ ▀██▄▀▀ █▀▄▀▄██
        ██▄▄▄██▄▄█ ▀▄▄█▀▄█ ▄▄▄   █▀██
        ██ ▄▄▄▄▄ █▄▄▄▀██   █▄█ ▀▀▄ ██
        ██ █   █ █▀ █  ▄█▀  ▄▄ █▀█▄██
        ██ █▄▄▄█ █▀▀   ▀█  ▄█▄▄ ▄█▄██
        ██▄▄▄▄▄▄▄█▄██▄▄█▄█▄█▄▄███▄▄██
        █████████████████████████████
        """;

    private static string Read(QrCode code)
    {
        int number = (code.Size - 17) / 4;
        int mask = ReadMask(code);
        byte[] codewords = [.. ReadModules(code, number, mask).Chunk(8).Where(static bits => bits.Length == 8).Select(ToByte)];
        int blocks = BlocksByVersion[number - 1];
        int checkBytes = CheckBytesByVersion[number - 1];
        int blockBytes = (codewords.Length / blocks) - checkBytes;
        List<byte> data = [];
        for (int block = 0; block < blocks; block++)
        {
            int first = block;
            byte[] own = [.. Enumerable.Range(0, blockBytes).Select(index => codewords[(index * blocks) + first])];
            byte[] check =
                [.. Enumerable.Range(0, checkBytes).Select(index => codewords[(blockBytes * blocks) + (index * blocks) + first])];
            Assert.Equal(ReedSolomon.Check(own, checkBytes), check);
            data.AddRange(own);
        }

        Assert.Equal(0b0100, data[0] >> 4);
        int length = ((data[0] & 15) << 4) | (data[1] >> 4);
        byte[] text = [.. Enumerable.Range(1, length).Select(index => (byte)((data[index] << 4) | (data[index + 1] >> 4)))];
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Both copies of the format must agree, and name level L.</summary>
    private static int ReadMask(QrCode code)
    {
        int[] places = [0, 1, 2, 3, 4, 5, 7, 8];
        int one = 0;
        int other = 0;
        for (int bit = 0; bit < 15; bit++)
        {
            bool isOne = bit < 8 ? code[places[bit], 8] : code[8, bit == 8 ? 7 : 14 - bit];
            bool isOther = bit < 8 ? code[8, code.Size - 1 - bit] : code[code.Size - 15 + bit, 8];
            one |= (isOne ? 1 : 0) << bit;
            other |= (isOther ? 1 : 0) << bit;
        }

        Assert.Equal(one, other);
        int format = (one ^ 0x5412) >> 10;
        Assert.Equal(0b01, format >> 3);
        Assert.True(code[code.Size - 8, 8]);
        return format & 7;
    }

    private static IEnumerable<bool> ReadModules(QrCode code, int number, int mask)
    {
        int[] columns = [.. Enumerable.Range(0, code.Size).Where(static column => column != 6).Reverse()];
        for (int pair = 0; pair < columns.Length; pair += 2)
        {
            for (int step = 0; step < code.Size; step++)
            {
                int row = pair / 2 % 2 == 0 ? code.Size - 1 - step : step;
                foreach (int column in columns[pair..(pair + 2)])
                {
                    if (!IsFunction(code.Size, number, row, column))
                    {
                        yield return code[row, column] ^ Masks[mask](row, column);
                    }
                }
            }
        }
    }

    private static bool IsFunction(int size, int number, int row, int column)
    {
        bool isFinder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9);
        bool isAlignment = number > 1 && Math.Abs(row - (size - 7)) <= 2 && Math.Abs(column - (size - 7)) <= 2;
        return isFinder || isAlignment || row == 6 || column == 6;
    }

    private static byte ToByte(bool[] bits) => (byte)bits.Aggregate(0, static (value, bit) => (value << 1) | (bit ? 1 : 0));

    // ISO/IEC 18004 table 10, with i the row and j the column.
    private static readonly Func<int, int, bool>[] Masks =
    [
        static (i, j) => (i + j) % 2 == 0,
        static (i, _) => i % 2 == 0,
        static (_, j) => j % 3 == 0,
        static (i, j) => (i + j) % 3 == 0,
        static (i, j) => ((i / 2) + (j / 3)) % 2 == 0,
        static (i, j) => (i * j % 2) + (i * j % 3) == 0,
        static (i, j) => ((i * j % 2) + (i * j % 3)) % 2 == 0,
        static (i, j) => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
    ];
}
