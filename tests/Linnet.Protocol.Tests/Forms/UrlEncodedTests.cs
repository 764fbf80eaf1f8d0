// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;
using CsCheck;
using Linnet.Protocol.Forms;
using Xunit;

namespace Linnet.Protocol.Tests.Forms;

/// <summary>The URL Standard's urlencoded parser: nothing is an error, and everything is decoded once.</summary>
public sealed class UrlEncodedTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("&&&", "")]
    [InlineData("a", "a=")]
    [InlineData("a=", "a=")]
    [InlineData("=b", "=b")]
    [InlineData("=", "=")]
    [InlineData("a=b&c=d", "a=b|c=d")]
    [InlineData("&a=b&&c=d&", "a=b|c=d")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a=1&a=2", "a=1|a=2")]
    [InlineData("a+b=c+d", "a b=c d")]
    [InlineData("%61%2B=%2b%26%3D", "a+=+&=")]
    [InlineData("a=%2541", "a=%41")]
    [InlineData("a=%", "a=%")]
    [InlineData("a=%4", "a=%4")]
    [InlineData("a=%zz%4z%z4", "a=%zz%4z%z4")]
    [InlineData("a=%%41", "a=%A")]
    [InlineData("a=%E2%82%AC", "a=€")]
    [InlineData("a;b=c", "a;b=c")]
    public void A_query_is_read_as_the_URL_Standard_says(string encoded, string expected)
    {
        Assert.Equal(expected, string.Join('|', Read(Encoding.ASCII.GetBytes(encoded))));
    }

    [Fact]
    public void What_was_encoded_is_decoded_to_the_same_bytes()
    {
        Gen.Byte.Array[0, 50].Sample(bytes =>
        {
            StringBuilder encoded = new();
            foreach (byte value in bytes)
            {
                encoded.Append(value == (byte)' ' ? "+" : $"%{value:X2}");
            }

            byte[] decoded = new byte[encoded.Length];
            int length = UrlEncoded.Decode(Encoding.ASCII.GetBytes(encoded.ToString()), decoded);
            Assert.Equal(bytes, decoded[..length]);
        });
    }

    [Fact]
    public void Nothing_is_an_error_and_nothing_grows()
    {
        Gen.OneOf(Gen.Const((byte)'%'), Gen.Const((byte)'+'), Gen.Const((byte)'&'), Gen.Byte).Array[0, 100].Sample(bytes =>
        {
            ReadOnlySpan<byte> rest = bytes;
            byte[] decoded = new byte[bytes.Length];
            int pairs = 0;
            while (UrlEncoded.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            {
                pairs++;
                Assert.InRange(UrlEncoded.Decode(name, decoded), 0, name.Length);
                Assert.InRange(UrlEncoded.Decode(value, decoded), 0, value.Length);
            }

            Assert.InRange(pairs, 0, (bytes.Length + 1) / 2 + 1);
        });
    }

    private static List<string> Read(byte[] encoded)
    {
        List<string> pairs = [];
        ReadOnlySpan<byte> rest = encoded;
        while (UrlEncoded.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            pairs.Add($"{Decoded(name)}={Decoded(value)}");
        }

        return pairs;
    }

    private static string Decoded(ReadOnlySpan<byte> text)
    {
        byte[] destination = new byte[text.Length];
        return Encoding.UTF8.GetString(destination, 0, UrlEncoded.Decode(text, destination));
    }
}
