// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Text;

namespace Linnet.Cli.QrCodes;

/// <summary>A QR code as lines of text, two rows of modules in each: the light ones are drawn, for a dark ground.</summary>
internal static class QrText
{
    // ISO/IEC 18004 §9.1 asks for four; cameras are content with two, and a terminal is not high.
    private const int Quiet = 2;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(QrCode code)
    {
        for (int row = -Quiet; row < code.Size + Quiet; row += 2)
        {
            StringBuilder line = new();
            for (int column = -Quiet; column < code.Size + Quiet; column++)
            {
                line.Append((code[row, column], code[row + 1, column]) switch
                {
                    (false, false) => '\u2588',
                    (false, true) => '\u2580',
                    (true, false) => '\u2584',
                    (true, true) => ' ',
                });
            }

            yield return line.ToString();
        }
    }
}
