// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.Text;
using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class TargetPathTests
{
    [Theory]
    [Rfc("3986", "5.2.4")]
    [InlineData("/", "")]
    [InlineData("/a", "a")]
    [InlineData("/a/", "a/")]
    [InlineData("/a/b.txt", "a/b.txt")]
    [InlineData("/a%20b", "a b")]
    [InlineData("/gr%C3%BCn/%e2%82%ac", "grün/€")]
    [InlineData("/.", "")]
    [InlineData("/./", "")]
    [InlineData("/./a/./b/.", "a/b/")]
    [InlineData("/a/..", "")]
    [InlineData("/a/../", "")]
    [InlineData("/a/b/../c", "a/c")]
    [InlineData("/a/b/c/../../d", "a/d")]
    [InlineData("/a/b/..", "a/")]
    [InlineData("/...", "...")]
    [InlineData("/.../..a/a..", ".../..a/a..")]
    [InlineData("/a;b=c/d,e", "a;b=c/d,e")]
    [InlineData("/%3Fx%23y", "?x#y")]
    [InlineData("/[a]|b^c", "[a]|b^c")]
    public void A_good_path_becomes_relative(string path, string expected)
    {
        Assert.Equal((TargetPathRejection.None, expected), Normalize(path));
    }

    [Theory]
    [Attack("ST-01")]
    [InlineData("/..")]
    [InlineData("/../")]
    [InlineData("/../etc/passwd")]
    [InlineData("/a/../../b")]
    [InlineData("/a/b/../../../b")]
    [InlineData("/%2e%2e/")]
    [InlineData("/%2E%2E/%2e%2e/etc")]
    [InlineData("/.%2e/")]
    [InlineData("/%2e./")]
    [InlineData("/./../x")]
    public void Leaving_the_root_is_refused(string path)
    {
        Assert.Equal(TargetPathRejection.AboveRoot, Normalize(path).Rejection);
        Assert.Equal(400, TargetPath.StatusOf(TargetPathRejection.AboveRoot));
    }

    [Theory]
    [Attack("ST-02")]
    [InlineData("/..%2f", nameof(TargetPathRejection.EncodedSlash))]
    [InlineData("/..%2F..%2Fetc", nameof(TargetPathRejection.EncodedSlash))]
    [InlineData("/%2f%2e%2e", nameof(TargetPathRejection.EncodedSlash))]
    [InlineData("/..%5c", nameof(TargetPathRejection.Backslash))]
    [InlineData("/..%5Cetc", nameof(TargetPathRejection.Backslash))]
    [InlineData("/..\\", nameof(TargetPathRejection.Backslash))]
    [InlineData("/a\\b", nameof(TargetPathRejection.Backslash))]
    public void A_separator_in_disguise_is_refused(string path, string expected)
    {
        TargetPathRejection rejection = Normalize(path).Rejection;
        Assert.Equal(expected, rejection.ToString());
        Assert.Equal(400, TargetPath.StatusOf(rejection));
    }

    [Theory]
    [Attack("ST-03")]
    [Rfc("3986", "2.4")]
    [InlineData("/%252e%252e%252f", "%2e%2e%2f")]
    [InlineData("/%252e%252e/a", "%2e%2e/a")]
    [InlineData("/%2500", "%00")]
    [InlineData("/%25%32%66", "%2f")]
    public void Nothing_is_decoded_twice(string path, string expected)
    {
        Assert.Equal((TargetPathRejection.None, expected), Normalize(path));
    }

    [Theory]
    [Attack("ST-04")]
    [InlineData("/%c0%ae%c0%ae/")]
    [InlineData("/%c0%af")]
    [InlineData("/%e0%80%ae")]
    [InlineData("/%f0%80%80%ae")]
    [InlineData("/%f8%80%80%80%ae")]
    [InlineData("/%ed%a0%80")]
    [InlineData("/%f4%90%80%80")]
    [InlineData("/%ff")]
    [InlineData("/a%e2%82")]
    [InlineData("/%e4/../a")]
    [InlineData("/%80")]
    public void Bytes_that_are_not_utf8_are_refused(string path)
    {
        Assert.Equal(TargetPathRejection.InvalidUtf8, Normalize(path).Rejection);
        Assert.Equal(400, TargetPath.StatusOf(TargetPathRejection.InvalidUtf8));
    }

    [Theory]
    [Attack("ST-04")]
    [InlineData("/%ef%bc%8e%ef%bc%8e/a", "\uFF0E\uFF0E/a")]
    [InlineData("/%e2%80%a5/a", "\u2025/a")]
    [InlineData("/a%ef%bc%8fb", "a\uFF0Fb")]
    [InlineData("/e%cc%81", "e\u0301")]
    [InlineData("/%c3%a9", "\u00E9")]
    public void Look_alikes_are_literal_names(string path, string expected)
    {
        Assert.Equal((TargetPathRejection.None, expected), Normalize(path));
    }

    [Theory]
    [Attack("ST-05")]
    [InlineData("/%00")]
    [InlineData("/file.txt%00.jpg")]
    [InlineData("/a%0d%0aSet-Cookie:x")]
    [InlineData("/%1b%5b2J")]
    [InlineData("/%7f")]
    [InlineData("/%c2%80")]
    [InlineData("/ok%c2%9b2J")]
    [InlineData("/%00/../a")]
    public void Control_characters_are_refused(string path)
    {
        Assert.Equal(TargetPathRejection.ControlCharacter, Normalize(path).Rejection);
        Assert.Equal(400, TargetPath.StatusOf(TargetPathRejection.ControlCharacter));
    }

    [Fact]
    public void The_first_character_after_the_C1_controls_is_a_name()
    {
        Assert.Equal((TargetPathRejection.None, "\u00A0\u00BF"), Normalize("/%c2%a0%c2%bf"));
    }

    [Theory]
    [Rfc("3986", "3.3")]
    [Attack("ST-17")]
    [InlineData("//")]
    [InlineData("//evil.example/..")]
    [InlineData("//evil.example/%2e%2e")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("/a//../b")]
    [InlineData("/.//a")]
    public void An_empty_segment_names_nothing(string path)
    {
        Assert.Equal(TargetPathRejection.EmptySegment, Normalize(path).Rejection);
        Assert.Equal(404, TargetPath.StatusOf(TargetPathRejection.EmptySegment));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a/b")]
    [InlineData("example.com:443")]
    [InlineData("%2fa")]
    public void A_path_begins_with_a_slash(string path)
    {
        Assert.Equal(TargetPathRejection.NotAbsolute, Normalize(path).Rejection);
        Assert.Equal(400, TargetPath.StatusOf(TargetPathRejection.NotAbsolute));
    }

    [Theory]
    [Rfc("3986", "2.1")]
    [InlineData("/%")]
    [InlineData("/%2")]
    [InlineData("/%zz")]
    [InlineData("/a%2/b")]
    [InlineData("/%u002e%u002e/")]
    [InlineData("/%%32%65")]
    public void A_broken_triplet_is_refused(string path)
    {
        Assert.Equal(TargetPathRejection.InvalidEncoding, Normalize(path).Rejection);
        Assert.Equal(400, TargetPath.StatusOf(TargetPathRejection.InvalidEncoding));
    }

    [Fact]
    [Rfc("3986", "3.3")]
    public void Raw_bytes_outside_the_visible_ascii_range_are_refused()
    {
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            byte[] path = [(byte)'/', (byte)value];
            TargetPathRejection rejection = TargetPath.Normalize(path, out _);
            bool bad = value is <= 0x20 or >= 0x7F or '?' or '#';
            TargetPathRejection expected = bad ? TargetPathRejection.InvalidCharacter
                : value == '%' ? TargetPathRejection.InvalidEncoding
                : value == '\\' ? TargetPathRejection.Backslash
                : value == '/' ? TargetPathRejection.EmptySegment
                : TargetPathRejection.None;
            Assert.Equal(expected, rejection);
        }
    }

    [Fact]
    public void A_hundred_thousand_segments_take_linear_time()
    {
        foreach (string unit in (string[])["/a", "/a/..", "/./.", "/%c3%a4", "/a/b/c/../../.."])
        {
            string path = string.Concat(Enumerable.Repeat(unit, 100_000));
            long started = Stopwatch.GetTimestamp();
            Assert.Equal(TargetPathRejection.None, Normalize(path).Rejection);
            // A quadratic walk over 10^5 segments is minutes; a linear one is milliseconds, also on a busy
            // machine.
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), unit);
        }
    }

    [Fact]
    public void A_naive_reading_of_the_rules_agrees()
    {
        Gen<string> part = Gen.OneOf(
            "/", "/", "/", ".", "..", "a", "b.txt", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%00", "%c3%a9", "%c0%ae",
            "%ff", "%25", "%", "%2", "%20", " ", "~", "é", "?", "%e2%80%8b", "%c2%85", "%7f");
        part.Array[0, 12].Select(string.Concat).Sample(tail =>
        {
            string path = "/" + tail;
            (TargetPathRejection rejection, string relative) = Normalize(path);
            Assert.Equal(NaiveTargetPath.Normalize(path), rejection == TargetPathRejection.None ? relative : null);
        }, iter: 20_000);
    }

    [Fact]
    public void What_comes_out_stays_inside_and_comes_out_again_unchanged()
    {
        Gen.OneOf(Gen.Byte, Gen.OneOf("/.%2fe5c0a"u8.ToArray())).Array[0, 60].Sample(tail =>
        {
            byte[] path = [(byte)'/', .. tail];
            if (TargetPath.Normalize(path, out int length) != TargetPathRejection.None)
            {
                return;
            }

            string relative = Encoding.UTF8.GetString(path, 0, length);
            string[] segments = relative.Split('/');
            Assert.DoesNotContain("..", segments);
            Assert.DoesNotContain(".", segments);
            Assert.DoesNotContain("", segments.SkipLast(1));
            Assert.DoesNotContain(relative, character => char.IsControl(character) || character == '\\');
            Assert.Equal((TargetPathRejection.None, relative), Normalize("/" + Encode(segments)));
        }, iter: 50_000);
    }

    private static string Encode(IEnumerable<string> segments) => string.Join('/', segments.Select(segment =>
    {
        byte[] source = Encoding.UTF8.GetBytes(segment);
        byte[] destination = new byte[source.Length * PercentEncoding.MaxBytesPerByte];
        Assert.True(PercentEncoding.TryEncodeSegment(source, destination, out int written));
        return Encoding.ASCII.GetString(destination, 0, written);
    }));

    private static (TargetPathRejection Rejection, string Relative) Normalize(string path)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(path);
        TargetPathRejection rejection = TargetPath.Normalize(bytes, out int length);
        return (rejection, Encoding.UTF8.GetString(bytes, 0, length));
    }
}
