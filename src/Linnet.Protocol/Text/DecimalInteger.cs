// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Text;

/// <summary>
/// Decimal integers as HTTP means them: one or more digits and nothing else. The base library's parsers take signs,
/// white space or thousands separators in one style or another; each of those has smuggled a request past somebody.
/// </summary>
internal static class DecimalInteger
{
    /// <summary>Reads <c>1*DIGIT</c>; false when there is anything else, or a value above 2^63 - 1.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            int number = digit - '0';
            if (value > (long.MaxValue - number) / 10)
            {
                return false;
            }

            value = (value * 10) + number;
        }

        return !digits.IsEmpty;
    }

    /// <summary>
    /// Reads a number up to <paramref name="most"/> in the one way to write it, without leading zeros: some readers take
    /// those for octal.
    /// </summary>
    public static bool TryParseCanonical(ReadOnlySpan<byte> digits, int most, out int value)
    {
        bool isCanonical = digits.Length == 1 || !digits.StartsWith("0"u8);
        bool isNumber = TryParse(digits, out long number) && number <= most;
        value = isNumber ? (int)number : 0;
        return isCanonical && isNumber;
    }
}
