// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Cli.QrCodes;

/// <summary>How much a code may confuse a reader (ISO/IEC 18004 §7.8.3.1).</summary>
internal static class QrPenalty
{
    // A dark-light-dark-dark-dark-light-dark run, as in the middle of a finder, with four light modules at one side.
    private const int FinderBefore = 0b0000_1011101;
    private const int FinderBehind = 0b1011101_0000;
    private const int FinderBits = 11;

    /// <summary>The sum of all four rules; less is better.</summary>
    public static int Of(QrCode code)
    {
        int penalty = Balance(code);
        for (int line = 0; line < code.Size; line++)
        {
            int fixedLine = line;
            penalty += Line(code.Size, index => code[fixedLine, index]) + Line(code.Size, index => code[index, fixedLine]);
        }

        for (int row = 1; row < code.Size; row++)
        {
            for (int column = 1; column < code.Size; column++)
            {
                bool isDark = code[row, column];
                bool isSquare = isDark == code[row - 1, column] && isDark == code[row, column - 1]
                    && isDark == code[row - 1, column - 1];
                penalty += isSquare ? 3 : 0;
            }
        }

        return penalty;
    }

    /// <summary>Runs of five and more, and what looks like a finder.</summary>
    private static int Line(int size, Func<int, bool> isDark)
    {
        int penalty = 0;
        int run = 0;
        int window = 0;
        for (int index = 0; index < size; index++)
        {
            run = index > 0 && isDark(index) == isDark(index - 1) ? run + 1 : 1;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
            window = ((window << 1) | (isDark(index) ? 1 : 0)) & ((1 << FinderBits) - 1);
            penalty += index >= FinderBits - 1 && window is FinderBefore or FinderBehind ? 40 : 0;
        }

        return penalty;
    }

    /// <summary>Ten for each twentieth that the dark modules are more or fewer than half.</summary>
    private static int Balance(QrCode code)
    {
        int dark = 0;
        for (int module = 0; module < code.Size * code.Size; module++)
        {
            dark += code[module / code.Size, module % code.Size] ? 1 : 0;
        }

        return Math.Abs((dark * 20) - (code.Size * code.Size * 10)) / (code.Size * code.Size) * 10;
    }
}
