// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class HttpDatePropertyTests
{
    private static readonly long Seconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static readonly Gen<DateTimeOffset> Date =
        Gen.Long[DateTimeOffset.MinValue.ToUnixTimeSeconds(), Seconds].Select(DateTimeOffset.FromUnixTimeSeconds);

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void A_date_is_read_as_what_was_written_in_all_three_forms() =>
        Gen.Select(Date, Gen.Long[-49 * 365L * 86400, 49 * 365L * 86400]).Sample(
            (now, away) =>
            {
                byte[] written = new byte[HttpDate.Length];
                HttpDate.Write(now, written);
                ExpectRead(Encoding.ASCII.GetString(written), now, now);
                ExpectRead(now.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture), now, now);

                // The year has two digits, so the date is within 50 years of now.
                long seconds = Math.Clamp(now.ToUnixTimeSeconds() + away, DateTimeOffset.MinValue.ToUnixTimeSeconds(), Seconds);
                DateTimeOffset date = DateTimeOffset.FromUnixTimeSeconds(seconds);
                if (now.Year is > 100 and < 9900)
                {
                    ExpectRead(date.ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture), now, date);
                }
            },
            iter: 20_000);

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void Fifty_years_ahead_to_the_second_is_ahead_and_a_second_more_is_past()
    {
        DateTimeOffset now = new(2076, 11, 23, 1, 2, 3, TimeSpan.Zero);
        ExpectRead("Saturday, 23-Nov-26 01:02:03 GMT", now, new DateTimeOffset(2126, 11, 23, 1, 2, 3, TimeSpan.Zero));
        ExpectRead("Monday, 23-Nov-26 01:02:04 GMT", now, new DateTimeOffset(2026, 11, 23, 1, 2, 4, TimeSpan.Zero));
    }

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void A_leap_day_keeps_its_day_across_centuries_that_have_none()
    {
        DateTimeOffset leapDay = new(2400, 2, 29, 1, 2, 3, TimeSpan.Zero);
        ExpectRead("Tuesday, 29-Feb-00 01:02:03 GMT", leapDay.AddYears(-40), leapDay);
        Assert.False(HttpDate.TryParse("Monday, 29-Feb-00 01:02:03 GMT", leapDay.AddYears(-340), out _));
    }

    private static void ExpectRead(string text, DateTimeOffset now, DateTimeOffset expected)
    {
        Assert.True(HttpDate.TryParse(text, now, out DateTimeOffset date), text);
        Assert.Equal(expected, date);
    }
}
