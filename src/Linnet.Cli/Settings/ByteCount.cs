// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;

namespace Linnet.Cli.Settings;

/// <summary>Numbers of bytes as people write and read them.</summary>
internal static class ByteCount
{
    private const string Units = "KMGT";

    /// <summary>Reads <c>512</c>, <c>64K</c>, <c>10M</c>, <c>2G</c> or <c>1T</c>: powers of 1024.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        int power = text.Length == 0 ? -1 : Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal);
        ReadOnlySpan<char> digits = power < 0 ? text : text.AsSpan(0, text.Length - 1);
        int shift = 10 * (power + 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }

    /// <summary>Reads what was checked before.</summary>
    /// <exception cref="FormatException">It is no number of bytes.</exception>
    public static long Parse(string text) =>
        TryParse(text, out long bytes) ? bytes : throw new FormatException($"'{text}' is no number of bytes.");

    /// <summary>Three digits and a unit: <c>512 B</c>, <c>1.44 MB</c>; powers of 1000, as transfers are counted.</summary>
    public static string Show(long bytes)
    {
        if (bytes < 1000)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        double amount = bytes;
        int unit = -1;
        while (amount >= 999.5 && unit < 3)
        {
            amount /= 1000;
            unit++;
        }

        string format = amount < 9.995 ? "0.00" : amount < 99.95 ? "0.0" : "0";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {"kMGT"[unit]}B";
    }
}
