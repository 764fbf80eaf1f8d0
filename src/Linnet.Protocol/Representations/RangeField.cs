// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Representations;

/// <summary>Reads a Range field and makes of it what is sent: few parts, none of them twice. RFC 9110 §14.1.2, §14.2.</summary>
/// <remarks>
/// <code>
/// Range      = "bytes=" 1#( first-pos "-" [ last-pos ] / "-" suffix-length )
/// </code>
/// <para>RFC 9110 §14.2 lets a server ignore a field that is broken or looks like an attack, and that is the answer to all of
/// it: the whole representation. Apache httpd once took 1,300 overlapping parts for 1,300 copies (CVE-2011-3192); others sorted
/// them in quadratic time. Here a field is read once from left to right, against at most <see cref="MaxParts"/> parts.</para>
/// </remarks>
internal static class RangeField
{
    /// <summary>The most parts that are sent. Go and nginx have no such bound, Apache httpd has 200.</summary>
    public const int MaxParts = 16;

    // RFC 9110 §14.2: more than two overlapping ones are broken or an attack.
    private const int MaxOverlaps = 2;

    /// <summary>Reads a field for a representation of so many bytes.</summary>
    /// <param name="field">The value.</param>
    /// <param name="length">The length of what there is.</param>
    /// <param name="parts">Room for <see cref="MaxParts"/> parts. They keep the order in which they are asked for.</param>
    /// <param name="count">How many there are.</param>
    public static RangeOutcome Read(ReadOnlySpan<byte> field, long length, Span<ByteRange> parts, out int count)
    {
        count = 0;
        int equals = field.IndexOf((byte)'=');

        // RFC 9110 §14.1: the names of units do not mind case; §14.2: one that is not understood is ignored.
        if (equals < 0 || !Ascii.EqualsIgnoreCase(field[..equals], "bytes"u8))
        {
            return RangeOutcome.Whole;
        }

        ReadOnlySpan<byte> set = field[(equals + 1)..];
        bool isAny = false;
        int overlaps = 0;
        foreach (Range element in MemoryExtensions.Split(set, (byte)','))
        {
            ReadOnlySpan<byte> wanted = Token.Trim(set[element]);
            if (wanted.IsEmpty)
            {
                // RFC 9110 §5.6.1.2: empty members of a list do not count.
                continue;
            }

            if (!TryReadOne(wanted, length, out ByteRange part))
            {
                count = 0;
                return RangeOutcome.Whole;
            }

            isAny = true;
            if (part.Length > 0 && !TryAdd(part, parts, ref count, ref overlaps))
            {
                count = 0;
                return RangeOutcome.Whole;
            }
        }

        return count > 0 ? RangeOutcome.Parts : NothingToSend(isAny, length);
    }

    /// <summary>
    /// RFC 9110 §15.5.17: none of what is wanted exists. An empty representation has no part to name, and nobody misses one:
    /// it is sent whole, as Go does, for clients that ask for ranges of everything.
    /// </summary>
    private static RangeOutcome NothingToSend(bool isAny, long length) =>
        isAny && length > 0 ? RangeOutcome.Unsatisfiable : RangeOutcome.Whole;

    /// <summary>One range; of no length when it does not exist. False when it is none.</summary>
    private static bool TryReadOne(ReadOnlySpan<byte> text, long length, out ByteRange part)
    {
        part = default;
        int dash = text.IndexOf((byte)'-');
        if (dash < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> firstDigits = text[..dash];
        ReadOnlySpan<byte> lastDigits = text[(dash + 1)..];
        if (firstDigits.IsEmpty)
        {
            // RFC 9110 §14.1.2: the last bytes; all of them where there are fewer.
            bool isSuffix = TryReadPosition(lastDigits, out long suffix);
            long taken = Math.Min(suffix, length);
            part = new ByteRange(length - taken, taken);
            return isSuffix;
        }

        long last = long.MaxValue;
        if (!TryReadPosition(firstDigits, out long first)
            || (!lastDigits.IsEmpty && !TryReadPosition(lastDigits, out last))
            || last < first)
        {
            // RFC 9110 §14.1.1: backwards is invalid.
            return false;
        }

        // RFC 9110 §14.1.2: a last position beyond the end is the end.
        long end = last < length ? last + 1 : length;
        part = first < length ? new ByteRange(first, end - first) : default;
        return true;
    }

    /// <summary>Digits; a number beyond what a length can be is beyond the end of everything.</summary>
    private static bool TryReadPosition(ReadOnlySpan<byte> digits, out long position)
    {
        if (DecimalInteger.TryParse(digits, out position))
        {
            return true;
        }

        position = long.MaxValue;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>
    /// Adds a part, together with those that it touches, in the place of the first of them; false when that
    /// makes too many, or too many overlap.
    /// </summary>
    private static bool TryAdd(ByteRange part, Span<ByteRange> parts, ref int count, ref int overlaps)
    {
        int place = -1;
        int kept = 0;
        for (int index = 0; index < count; index++)
        {
            ByteRange other = parts[index];
            if (!DoTouch(part, other))
            {
                parts[kept++] = other;
                continue;
            }

            overlaps += part.Offset < other.End && other.Offset < part.End ? 1 : 0;
            long offset = Math.Min(part.Offset, other.Offset);
            part = new ByteRange(offset, Math.Max(part.End, other.End) - offset);
            if (place < 0)
            {
                place = kept++;
            }
        }

        if (overlaps > MaxOverlaps || (place < 0 && kept == MaxParts))
        {
            return false;
        }

        parts[place < 0 ? kept++ : place] = part;
        count = kept;
        return true;
    }

    // RFC 9110 §15.3.7.2 would let us send small gaps along. Clients that look for the parts they asked for are many.
    private static bool DoTouch(ByteRange one, ByteRange other) => one.Offset <= other.End && other.Offset <= one.End;
}
