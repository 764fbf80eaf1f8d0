// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Files;

/// <summary>
/// The order people expect of names: capitals beside small letters, <c>file9</c> before <c>file10</c>. It
/// reads UTF-8 where it stands, knows no culture, and is total: only equal bytes compare equal. Bytes that
/// are not UTF-8 sort as U+FFFD.
/// </summary>
internal static class NaturalOrder
{
    /// <summary>Negative, zero or positive as <paramref name="left"/> comes before, with or after.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        ReadOnlySpan<byte> leftRest = left;
        ReadOnlySpan<byte> rightRest = right;
        while (!leftRest.IsEmpty && !rightRest.IsEmpty)
        {
            int order = IsDigit(leftRest[0]) && IsDigit(rightRest[0])
                ? CompareNumbers(ref leftRest, ref rightRest)
                : NextCharacter(ref leftRest).CompareTo(NextCharacter(ref rightRest));
            if (order != 0)
            {
                return order;
            }
        }

        // What differs only in case or in leading zeros still needs an order, or a sort would not be
        // repeatable.
        int byLength = leftRest.Length.CompareTo(rightRest.Length);
        return byLength != 0 ? byLength : left.SequenceCompareTo(right);
    }

    /// <summary>Two runs of digits by value, however long.</summary>
    private static int CompareNumbers(ref ReadOnlySpan<byte> left, ref ReadOnlySpan<byte> right)
    {
        ReadOnlySpan<byte> leftNumber = NextNumber(ref left);
        ReadOnlySpan<byte> rightNumber = NextNumber(ref right);
        int byLength = leftNumber.Length.CompareTo(rightNumber.Length);
        return byLength != 0 ? byLength : leftNumber.SequenceCompareTo(rightNumber);
    }

    /// <summary>Takes a run of digits and leaves its leading zeros out.</summary>
    private static ReadOnlySpan<byte> NextNumber(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits.TrimStart((byte)'0');
    }

    private static int NextCharacter(ref ReadOnlySpan<byte> rest)
    {
        byte first = rest[0];
        if (first < 0x80)
        {
            rest = rest[1..];
            return first is >= (byte)'A' and <= (byte)'Z' ? first | 0x20 : first;
        }

        _ = Rune.DecodeFromUtf8(rest, out Rune character, out int length);
        rest = rest[length..];
        return Rune.ToLowerInvariant(character).Value;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
