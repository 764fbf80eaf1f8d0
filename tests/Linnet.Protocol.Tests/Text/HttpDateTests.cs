// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Example = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [Rfc("9110", "5.6.7")]
    public void Reads_the_three_forms(string text)
    {
        Assert.True(HttpDate.TryParse(text, Now, out DateTimeOffset date));
        Assert.Equal(Example, date);
        Assert.Equal(TimeSpan.Zero, date.Offset);
    }

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void Writes_the_preferred_form_as_bytes_and_as_text()
    {
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Written(Example));
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(Example));
    }

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void Writes_a_moment_in_another_zone_in_UTC()
    {
        DateTimeOffset elsewhere = new(1994, 11, 6, 0, 49, 37, TimeSpan.FromHours(-8));
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Written(elsewhere));
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(elsewhere));
    }

    [Fact]
    public void Cuts_fractions_of_a_second_off() =>
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Written(Example.AddMilliseconds(999)));

    [Fact]
    public void Needs_room_for_29_bytes()
    {
        Assert.Equal(29, HttpDate.Length);
        Assert.Throws<ArgumentException>(() => HttpDate.Write(Example, new byte[28]));
    }

    [Fact]
    [Rfc("9110", "5.6.7")]
    public void Every_day_of_four_years_survives_all_three_forms()
    {
        DateTimeOffset start = new(2023, 12, 31, 23, 59, 59, TimeSpan.Zero);
        for (int day = 0; day < 1500; day++)
        {
            DateTimeOffset date = start.AddDays(day);
            Reads(HttpDate.Format(date), date);
            Reads(Written(date), date);
            Reads($"{date.DayOfWeek}, {date:dd}-{Month(date)}-{date:yy} {date:HH:mm:ss} GMT", date);
            Reads($"{date.DayOfWeek.ToString()[..3]} {Month(date)} {date.Day,2} {date:HH:mm:ss yyyy}", date);
        }
    }

    [Theory]
    [InlineData("Friday, 06-Nov-26 00:00:00 GMT", 2026)]
    [InlineData("Friday, 06-Nov-94 00:00:00 GMT", 1994)]
    [InlineData("Friday, 06-Nov-76 00:00:00 GMT", 2076)]
    [InlineData("Friday, 22-Nov-76 00:00:00 GMT", 2076)]
    [InlineData("Friday, 24-Nov-76 00:00:00 GMT", 1976)]
    [InlineData("Friday, 06-Nov-77 00:00:00 GMT", 1977)]
    [InlineData("Friday, 06-Nov-99 00:00:00 GMT", 1999)]
    [InlineData("Friday, 06-Nov-00 00:00:00 GMT", 2000)]
    [Rfc("9110", "5.6.7")]
    public void A_two_digit_year_more_than_50_years_ahead_lies_in_the_past(string text, int year)
    {
        Assert.True(HttpDate.TryParse(text, Now, out DateTimeOffset date));
        Assert.Equal(year, date.Year);
    }

    [Theory]
    [InlineData(1999, "94", 1994)]
    [InlineData(1999, "10", 2010)]
    [InlineData(1999, "48", 2048)]
    [InlineData(1999, "50", 1950)]
    [InlineData(2049, "99", 2099)]
    [InlineData(2050, "50", 2050)]
    [InlineData(2051, "49", 2049)]
    [InlineData(2080, "10", 2110)]
    [InlineData(2099, "48", 2148)]
    [InlineData(2100, "99", 2099)]
    [Rfc("9110", "5.6.7")]
    public void The_century_follows_the_clock(int now, string digits, int year)
    {
        DateTimeOffset clock = new(now, 6, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.True(HttpDate.TryParse($"Monday, 01-Jun-{digits} 00:00:00 GMT", clock, out DateTimeOffset date));
        Assert.Equal(year, date.Year);
    }

    [Theory]
    [InlineData("Tuesday, 29-Feb-00 00:00:00 GMT", 2026, 2000)]
    [InlineData("Tuesday, 29-Feb-28 00:00:00 GMT", 2026, 2028)]
    [InlineData("Tuesday, 29-Feb-52 00:00:00 GMT", 2026, 2052)]
    [InlineData("Tuesday, 29-Feb-96 00:00:00 GMT", 2026, 1996)]
    [Rfc("9110", "5.6.7")]
    public void A_leap_day_keeps_its_day(string text, int now, int year)
    {
        Assert.True(HttpDate.TryParse(text, new DateTimeOffset(now, 1, 1, 0, 0, 0, TimeSpan.Zero), out DateTimeOffset date));
        Assert.Equal(new DateTimeOffset(year, 2, 29, 0, 0, 0, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT")]
    [InlineData("Saturday, 31-Dec-16 23:59:60 GMT")]
    [InlineData("Sat Dec 31 23:59:60 2016")]
    [Rfc("9110", "5.6.7")]
    public void A_leap_second_is_the_second_before_it(string text)
    {
        Assert.True(HttpDate.TryParse(text, Now, out DateTimeOffset date));
        Assert.Equal(new DateTimeOffset(2016, 12, 31, 23, 59, 59, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sat, 31 Dec 2016 23:58:60 GMT")]
    [InlineData("Sat, 31 Dec 2016 22:59:60 GMT")]
    [InlineData("Sat, 31 Dec 2016 23:59:61 GMT")]
    [InlineData("Sun, 31 Dec 2016 23:59:60 GMT")]
    [InlineData("23:59:60")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT, and then much more text")]
    [InlineData("0")]
    [InlineData("Sun")]
    [InlineData(",")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0000")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT ")]
    [InlineData(" Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun,06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 94 08:49:37 GMT")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 8:49:37 GMT")]
    [InlineData("06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-94 08:49:37 GMT")]
    [InlineData("sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Noday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37")]
    [InlineData("Wednesday, 29-Feb-27 00:00:00 GMT")]
    [InlineData("Sun Nov 06 08:49:37 1994 GMT")]
    [InlineData("Sun Nov  6 08:49:37 94")]
    [InlineData("So, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("9223372036854775807")]
    [Rfc("9110", "5.6.7")]
    public void Refuses_everything_else(string text) =>
        Assert.False(HttpDate.TryParse(text, Now, out _));

    private static void Reads(string text, DateTimeOffset expected)
    {
        Assert.True(HttpDate.TryParse(text, Now, out DateTimeOffset date), text);
        Assert.Equal(expected, date);
    }

    private static string Month(DateTimeOffset date) =>
        "JanFebMarAprMayJunJulAugSepOctNovDec".Substring((date.Month - 1) * 3, 3);

    private static string Written(DateTimeOffset date)
    {
        byte[] bytes = new byte[HttpDate.Length];
        HttpDate.Write(date, bytes);
        return Encoding.ASCII.GetString(bytes);
    }
}
