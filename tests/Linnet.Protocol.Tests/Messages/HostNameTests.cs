// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("Example.COM.:80", "example.com")]
    [InlineData("example.com:443", "example.com")]
    [InlineData("example.com:", "example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("my_service", "my_service")]
    [InlineData("-", "-")]
    [InlineData("a-", "a-")]
    [InlineData("127.0.0.1:8080", "127.0.0.1")]
    [InlineData("127.0.0.1.", "127.0.0.1")]
    [Rfc("3986", "6.2.2.1")]
    [Rfc("1034", "3.1")]
    [Rfc("9110", "4.2.3")]
    [Attack("HD-07")]
    public void A_name_is_in_lower_case_without_port_and_last_dot(string authority, string expected) =>
        Assert.Equal(expected, Normalise(authority));

    [Theory]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example")]
    [InlineData("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example")]
    [InlineData("xn--example-.com", "xn--example-.com")]
    [InlineData("xn--.com", "xn--.com")]
    [Rfc("5890", "2.3.2.1")]
    [Attack("HD-07")]
    public void An_A_label_stays_as_it_is_and_equals_no_other_name(string authority, string expected) =>
        Assert.Equal(expected, Normalise(authority));

    [Theory]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.256")]
    [Rfc("3986", "3.2.2")]
    [Attack("HD-07")]
    public void Digits_that_some_resolvers_take_for_an_IPv4_address_stay_a_name(string authority) =>
        Assert.Equal(authority, Normalise(authority));

    [Theory]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1]:8080", "[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]", "[::1]")]
    [InlineData("[0000:0000::0000:0001]", "[::1]")]
    [InlineData("[::0.0.0.0]", "[::]")]
    [InlineData("[2001:DB8::1]", "[2001:db8::1]")]
    [InlineData("[2001:db8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]")]
    [InlineData("[2001:db8::1:1:1:1:1]", "[2001:db8:0:1:1:1:1:1]")]
    [InlineData("[2001:0:0:1:0:0:0:1]", "[2001:0:0:1::1]")]
    [InlineData("[::FFFF:7F00:1]", "[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]")]
    [InlineData("[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]")]
    [Rfc("5952", "4")]
    [Rfc("5952", "5")]
    [Attack("HD-07")]
    public void An_IPv6_address_has_one_spelling(string authority, string expected) =>
        Assert.Equal(expected, Normalise(authority));

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".example.com")]
    [InlineData("example..com")]
    [InlineData("example.com..")]
    [InlineData(".:80")]
    [InlineData("a b")]
    [InlineData("a:99999")]
    [InlineData("user@a")]
    [InlineData("a%2eb")]
    [InlineData("m\u00fcnchen.example")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("::1")]
    [Rfc("1034", "3.1")]
    [Attack("HD-02")]
    [Attack("HD-07")]
    public void What_is_no_host_has_no_normal_form(string authority) => Assert.Null(Normalise(authority));

    [Fact]
    [Attack("HD-07")]
    public void The_normal_form_is_its_own_and_the_same_in_either_case()
    {
        Gen<string> part = Gen.OneOf(
            "a Z 0 12 abcd FFFF : : :: [ ] . 1.2.3.4 - _ ~ xn-- :80 %".Split(' ').Select(Gen.Const).ToArray());
        Gen<string> inner = part.Array[0, 14].Select(string.Concat);
        Gen.OneOf(inner, inner.Select(text => $"[{text}]")).Sample(
            text =>
            {
                string? form = Normalise(text);
                Assert.Equal(form, Normalise(text.ToUpperInvariant()));
                Assert.Equal(form, Normalise(text.ToLowerInvariant()));
                if (form is not null)
                {
                    Assert.Equal(form, Normalise(form));
                    Assert.Equal(form, Normalise($"{form}:443"));
                }
            },
            iter: 100_000);
    }

    [Fact]
    [Rfc("5952", "4")]
    [Attack("HD-07")]
    public void Every_spelling_of_an_address_gives_one_form_that_means_the_address()
    {
        Gen<byte[]> bytes = Gen.OneOf(Gen.Const((byte)0), Gen.Byte).Array[16];
        bytes.Sample(
            value =>
            {
                IPAddress address = new(value);
                string groups = string.Join(':', Enumerable.Range(0, 8).Select(
                    index => Convert.ToHexString(value, index * 2, 2)));
                string? form = Normalise($"[{groups}]");
                Assert.NotNull(form);
                Assert.Equal(address, IPAddress.Parse(form[1..^1]));
                Assert.Equal(form, Normalise($"[{address}]"));
                Assert.Equal(form.ToLowerInvariant(), form);
            },
            iter: 20_000);
    }

    [Fact]
    public void The_longest_name_fits_and_a_longer_one_has_no_form()
    {
        string longest = new('A', HostName.MaxChars);
        Assert.Equal(longest.ToLowerInvariant(), Normalise(longest));
        Assert.Null(Normalise($"{longest}a"));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => HostName.TryNormalise("a"u8, new char[HostName.MaxChars - 1], out _));
    }

    [Fact]
    public void A_name_or_IPv4_address_allocates_nothing()
    {
        Normalise("Example.com");
        char[] room = new char[HostName.MaxChars];
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool both = HostName.TryNormalise("Example.com:80"u8, room, out _)
            & HostName.TryNormalise("127.0.0.1:80"u8, room, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(both);
    }

    private static string? Normalise(string authority)
    {
        Span<char> room = stackalloc char[HostName.MaxChars];
        return HostName.TryNormalise(Encoding.Latin1.GetBytes(authority), room, out int length)
            ? room[..length].ToString()
            : null;
    }
}
