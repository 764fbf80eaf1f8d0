// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Net;
using System.Text;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.Text;
using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class PercentEncodingTests
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create("/\\:?#<>&\"' "u8);

    [Theory]
    [Rfc("3986", "2.1")]
    [InlineData("", true)]
    [InlineData("/plain", true)]
    [InlineData("%00%7f%80%FF", true)]
    [InlineData("a%2fb%2Fc", true)]
    [InlineData("%25", true)]
    [InlineData("%", false)]
    [InlineData("%4", false)]
    [InlineData("%g0", false)]
    [InlineData("%0g", false)]
    [InlineData("% 0", false)]
    [InlineData("%+1", false)]
    [InlineData("%%41", false)]
    [InlineData("%u0041", false)]
    [InlineData("ok%41then%", false)]
    public void A_percent_sign_needs_two_hexadecimal_digits(string text, bool expected)
    {
        Assert.Equal(expected, PercentEncoding.IsWellFormed(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    [Rfc("3986", "2.1")]
    public void Every_byte_is_decoded_from_either_case_of_its_triplet()
    {
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            Assert.True(PercentEncoding.TryDecodeTriplet(Encoding.ASCII.GetBytes($"%{value:X2}"), out byte upper));
            Assert.True(PercentEncoding.TryDecodeTriplet(Encoding.ASCII.GetBytes($"%{value:x2}"), out byte lower));
            Assert.Equal(value, upper);
            Assert.Equal(value, lower);
        }
    }

    [Theory]
    [InlineData("plain-1.2_3~.txt", "plain-1.2_3~.txt")]
    [InlineData("a b", "a%20b")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("50%", "50%25")]
    [InlineData("a&b'c\"d<e>", "a%26b%27c%22d%3Ce%3E")]
    [InlineData("what?#", "what%3F%23")]
    [InlineData("grün", "gr%C3%BCn")]
    public void A_segment_is_encoded_so_that_it_is_safe_as_a_relative_reference(string segment, string expected)
    {
        byte[] source = Encoding.UTF8.GetBytes(segment);
        byte[] destination = new byte[source.Length * PercentEncoding.MaxBytesPerByte];
        Assert.True(PercentEncoding.TryEncodeSegment(source, destination, out int written));
        Assert.Equal(expected, Encoding.ASCII.GetString(destination, 0, written));
    }

    [Fact]
    public void A_destination_one_byte_too_small_is_refused()
    {
        Assert.True(PercentEncoding.TryEncodeSegment("a b"u8, new byte[5], out int written));
        Assert.Equal(5, written);
        Assert.False(PercentEncoding.TryEncodeSegment("a b"u8, new byte[4], out _));
        Assert.False(PercentEncoding.TryEncodeSegment("ab "u8, new byte[4], out _));
        Assert.False(PercentEncoding.TryEncodeSegment("ab"u8, new byte[1], out _));
    }

    [Fact]
    [Rfc("3986", "2.1")]
    public void Decoding_what_was_encoded_gives_the_same_bytes()
    {
        Gen.Byte.Array[0, 200].Sample(source =>
        {
            byte[] destination = new byte[source.Length * PercentEncoding.MaxBytesPerByte];
            Assert.True(PercentEncoding.TryEncodeSegment(source, destination, out int written));
            ReadOnlySpan<byte> encoded = destination.AsSpan(0, written);
            Assert.True(PercentEncoding.IsWellFormed(encoded));
            Assert.Equal(-1, encoded.IndexOfAny(Separators));
            // The base library's decoder is the second opinion; to it a plus sign is a blank, as in forms.
            byte[] escaped = Encoding.ASCII.GetBytes(
                Encoding.ASCII.GetString(encoded).Replace("+", "%2B", StringComparison.Ordinal));
            byte[]? decoded = WebUtility.UrlDecodeToBytes(escaped, 0, escaped.Length);
            Assert.Equal(source, decoded);
        });
    }
}
