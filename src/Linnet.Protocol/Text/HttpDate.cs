// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;
using System.Globalization;

namespace Linnet.Protocol.Text;

/// <summary>Dates as HTTP writes them, always in UTC, to the second. RFC 9110 §5.6.7.</summary>
internal static class HttpDate
{
    /// <summary>Bytes of <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public const int Length = 29;

    // After the weekday, which is checked on its own.
    private const string Rfc850 = ", dd-MMM-yy HH:mm:ss 'GMT'";
    private const string AscTime = "ddd MMM d HH:mm:ss yyyy";
    private const string AscTimePadded = "ddd MMM  d HH:mm:ss yyyy";
    private const string LeapSecond = "23:59:60";
    private const string SecondBefore = "23:59:59";

    // Wednesday, 09-Nov-94 08:49:37 GMT.
    private const int LongestLength = 33;

    /// <summary>Writes the 29 bytes of the preferred form, IMF-fixdate.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Length"/>.</exception>
    public static void Write(DateTimeOffset date, Span<byte> destination)
    {
        // 'R' on a DateTimeOffset converts to UTC first, which is what GMT at the end promises.
        if (!Utf8Formatter.TryFormat(date, destination, out _, new System.Buffers.StandardFormat('R')))
        {
            throw new ArgumentException("An HTTP date needs 29 bytes.", nameof(destination));
        }
    }

    /// <summary>The preferred form as a string.</summary>
    public static string Format(DateTimeOffset date) => date.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads any of the three forms a recipient has to understand; false for everything else.</summary>
    /// <param name="text">The field value.</param>
    /// <param name="now">Settles the century of a two-digit year.</param>
    /// <param name="date">The moment, in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date) =>
        TryParseWithoutLeap(text, now, out date) || TryParseLeapSecond(text, now, out date);

    private static bool TryParseLeapSecond(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        // RFC 9110 §5.6.7: the time of day goes to 23:59:60. What counts time here knows no such second; the one before it
        // is the careful choice: nothing that changed later counts as unchanged.
        int start = text.IndexOf(LeapSecond);
        if (start < 0 || text.Length > LongestLength)
        {
            date = default;
            return false;
        }

        Span<char> copy = stackalloc char[LongestLength];
        text.CopyTo(copy);
        SecondBefore.CopyTo(copy[start..]);
        return TryParseWithoutLeap(copy[..text.Length], now, out date);
    }

    private static bool TryParseWithoutLeap(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        // RFC 9110 §5.6.7: a recipient accepts all three formats.
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(text, "R", culture, styles, out date)
            || DateTimeOffset.TryParseExact(text, AscTime, culture, styles, out date)
            || DateTimeOffset.TryParseExact(text, AscTimePadded, culture, styles, out date))
        {
            return true;
        }

        return TryParseRfc850(text, now, out date);
    }

    private static bool TryParseRfc850(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        // The weekday is part of the pattern and is checked against the date, so the century has to be right before
        // parsing: the weekday is cut off, and the rest is read on its own.
        int comma = text.IndexOf(',');
        if (comma < 0
            || !IsWeekday(text[..comma])
            || !DateTimeOffset.TryParseExact(
                text[comma..], Rfc850, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date))
        {
            date = default;
            return false;
        }

        // RFC 9110 §5.6.7: a date more than 50 years ahead is the most recent past year with those two digits. So the
        // year meant is the one within 50 years of now, which near the turn of a century may lie in either.
        int years = (now.Year / 100 * 100) + (date.Year % 100) - date.Year;
        DateTimeOffset inThisCentury = date.AddYears(years);
        if (inThisCentury > now.AddYears(50))
        {
            years -= 100;
        }
        else if (inThisCentury <= now.AddYears(-50))
        {
            years += 100;
        }

        // Added at once, for on the way there the 29th of February may not exist; where it does not at the end, it is no date.
        DateTimeOffset meant = date.AddYears(years);
        bool exists = meant.Day == date.Day;
        date = exists ? meant : default;
        return exists;
    }

    private static bool IsWeekday(ReadOnlySpan<char> text)
    {
        foreach (string name in CultureInfo.InvariantCulture.DateTimeFormat.DayNames)
        {
            if (text.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
