// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>Who is behind a row of proxies, and what it asked for. The trusted ones are in 10.0.0.0/8 and fd00::/8.</summary>
public sealed class ForwardedReaderTests
{
    private static readonly Gen<string> Nodes = Gen.OneOf(
        "10.0.0.1", "10.9.9.9:80", "[fd00::1]", "192.0.2.1", "192.0.2.2:1", "[2001:db8::1]", "unknown", "_x", "garbage", "10.1");

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("192.0.2.1,10.0.0.2,\t10.0.0.3 ", "192.0.2.1")]
    [InlineData("203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("10.0.0.9, 192.0.2.1, fd00::2", "192.0.2.1")]
    [InlineData("127.0.0.1, ::1, 192.0.2.1", "192.0.2.1")]
    [InlineData("garbage, 192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("\"a, 192.0.2.1", "192.0.2.1")]
    [InlineData(", ,192.0.2.1,, 10.0.0.2,", "192.0.2.1")]
    [InlineData("192.0.2.1:4711, 10.0.0.2:80", "192.0.2.1")]
    [InlineData("2001:db8::1, [fd00::2]:80", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1, ::ffff:10.0.0.2", "192.0.2.1")]
    [Attack("HD-19")]
    [Rfc("7239", "8.1")]
    public void The_client_is_the_first_from_the_right_that_is_no_trusted_proxy(string value, string client)
    {
        Assert.Equal(client, Forwarding.Read(Forwarding.Separate, $"X-Forwarded-For: {value}").Address);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1, 10.0.0.2, 10.0.0.3", "10.0.0.1")]
    public void When_all_are_trusted_the_leftmost_is_the_client(string value, string client)
    {
        Assert.Equal(client, Forwarding.Read(Forwarding.Separate, $"X-Forwarded-For: {value}").Address);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("192.0.2.1, unknown, 10.0.0.2")]
    [InlineData("192.0.2.1, 10.1, 10.0.0.2")]
    [InlineData("192.0.2.1, garbage")]
    [InlineData("192.0.2.1, 10.0.0.2/32")]
    [InlineData("192.0.2.1 10.0.0.2")]
    [InlineData("192.0.2.1; 10.0.0.2")]
    [Attack("HD-19")]
    public void Behind_somebody_without_a_valid_address_nobody_is_believed(string value)
    {
        Forwarding read = Forwarding.Read(Forwarding.Separate, $"X-Forwarded-For: {value}");
        Assert.True(read.NamesClient);
        Assert.Null(read.Address);
    }

    [Fact]
    [Rfc("9110", "5.3")]
    public void Several_lines_are_one_list_in_their_order()
    {
        Assert.Equal(
            "192.0.2.1",
            Forwarding.Read(
                Forwarding.Separate,
                "X-Forwarded-For: 203.0.113.9",
                "x-forwarded-for: 192.0.2.1, 10.0.0.2",
                "Other: 192.0.2.7",
                "X-FORWARDED-FOR: 10.0.0.3").Address);
        Assert.Equal(
            "192.0.2.1",
            Forwarding.Read(
                Forwarding.Standard, "Forwarded: for=203.0.113.9", "forwarded: for=192.0.2.1,for=10.0.0.2").Address);
    }

    [Theory]
    [InlineData("X-Forwarded-For: ")]
    [InlineData("X-Forwarded-For: , ,")]
    [InlineData("X_Forwarded_For: 192.0.2.1")]
    [InlineData("X-Forwarded-Fo: 192.0.2.1")]
    [InlineData("X-Real-IP: 192.0.2.1")]
    [InlineData("X-Forwarded: for=192.0.2.1")]
    [InlineData("Forwarded: for=192.0.2.1;proto=https;host=a")]
    [Attack("FR-16")]
    [Attack("HD-19")]
    public void Other_fields_say_nothing(string line) =>
        Assert.Equal(Forwarding.Nothing, Forwarding.Read(Forwarding.Separate, line));

    [Theory]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("Forwarded: ")]
    [InlineData("Forwarded: ,,")]
    [Attack("HD-19")]
    public void Where_the_proxies_write_Forwarded_the_older_fields_say_nothing(string line) =>
        Assert.Equal(Forwarding.Nothing, Forwarding.Read(Forwarding.Standard, line));

    [Fact]
    [Attack("HD-19")]
    public void A_field_that_the_proxies_do_not_write_says_nothing()
    {
        string[] lines = ["X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: a"];
        Assert.Equal(
            new Forwarding(true, "192.0.2.1", null, ""),
            Forwarding.Read(new ForwardingRules(Forwarding.IsTrusted) { ReadsAddress = true }, lines));
        Assert.Equal(
            new Forwarding(false, null, UriScheme.Https, ""),
            Forwarding.Read(new ForwardingRules(Forwarding.IsTrusted) { ReadsScheme = true }, lines));
        Assert.Equal(
            new Forwarding(false, null, null, "a"),
            Forwarding.Read(new ForwardingRules(Forwarding.IsTrusted) { ReadsHost = true }, lines));
    }

    [Theory]
    [InlineData("https", UriScheme.Https)]
    [InlineData("HTTP", UriScheme.Http)]
    [InlineData("wss", UriScheme.Https)]
    [InlineData("WS", UriScheme.Http)]
    [InlineData("gopher", null)]
    [InlineData("https:", null)]
    [InlineData("\"https\"", null)]
    [InlineData("", null)]
    internal void A_scheme_is_that_of_a_request_over_HTTP(string value, UriScheme? scheme) =>
        Assert.Equal(scheme, Forwarding.Read(Forwarding.Separate, $"X-Forwarded-Proto: {value}").Scheme);

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("Example.com:8443", "Example.com:8443")]
    [InlineData("[2001:db8::1]:80", "[2001:db8::1]:80")]
    [InlineData("u@a", "")]
    [InlineData("a/b", "")]
    [InlineData("a b", "")]
    [InlineData("a:99999", "")]
    [InlineData("https://a", "")]
    [Attack("HD-02")]
    public void A_host_is_a_valid_authority_or_not_said(string value, string host) =>
        Assert.Equal(host, Forwarding.Read(Forwarding.Separate, $"X-Forwarded-Host: {value}").Host);

    [Theory]
    [InlineData("192.0.2.1", "https", UriScheme.Https)]
    [InlineData("192.0.2.1, 10.0.0.2", "https", UriScheme.Https)]
    [InlineData("192.0.2.1, 10.0.0.2", "https, http", UriScheme.Https)]
    [InlineData("192.0.2.1", "https, http", UriScheme.Http)]
    [InlineData("203.0.113.9, 192.0.2.1, 10.0.0.2", "https, http, https", UriScheme.Http)]
    [InlineData("192.0.2.1, 10.0.0.2, 10.0.0.3", "https, http", null)]
    [InlineData("10.0.0.1, 10.0.0.2", "https, http", UriScheme.Https)]
    [Attack("HD-19")]
    internal void The_scheme_is_the_one_that_the_proxy_nearest_to_the_client_was_asked_in(
        string clients, string schemes, UriScheme? scheme)
    {
        Forwarding read = Forwarding.Read(
            Forwarding.Separate,
            $"X-Forwarded-For: {clients}",
            $"X-Forwarded-Proto: {schemes}",
            $"X-Forwarded-Host: {schemes}");
        Assert.Equal(scheme, read.Scheme);
        Assert.Equal(scheme is { } known ? UriSchemes.Name(known) : "", read.Host);
    }

    [Theory]
    [InlineData("for=192.0.2.1;proto=https;host=a, for=10.0.0.2;proto=http;host=b", "192.0.2.1", UriScheme.Https, "a")]
    [InlineData("for=203.0.113.9;host=evil, for=192.0.2.1;proto=https;host=a", "192.0.2.1", UriScheme.Https, "a")]
    [InlineData("for=10.0.0.1;host=a, for=10.0.0.2;host=b", "10.0.0.1", null, "a")]
    [InlineData("for=_hidden;host=a, for=10.0.0.2;host=b", null, null, "a")]
    [InlineData("for=192.0.2.1, for=unknown;proto=https, for=10.0.0.2", null, UriScheme.Https, "")]
    [InlineData("for=192.0.2.1;host=a, host=b", null, null, "b")]
    [InlineData("for=192.0.2.1;host=a, for=10.0.0.2:80;host=b", null, null, "")]
    [Rfc("7239", "4")]
    [Rfc("7239", "7.4")]
    [Attack("HD-19")]
    internal void All_is_taken_from_the_element_of_the_proxy_nearest_to_the_client(
        string value, string? address, UriScheme? scheme, string host) =>
        Assert.Equal(
            new Forwarding(true, address, scheme, host), Forwarding.Read(Forwarding.Standard, $"Forwarded: {value}"));

    [Theory]
    [InlineData("for=\"a")]
    [InlineData("for=203.0.113.9;x=\"")]
    [InlineData("for=203.0.113.9;host=\"a;b")]
    [InlineData("for=203.0.113.9\\")]
    [InlineData("for=10.0.0.9, for=10.0.0.9;x=\"a\\")]
    [Rfc("7239", "8.1")]
    [Attack("HD-19")]
    public void A_quote_that_a_client_leaves_open_does_not_swallow_what_its_proxy_adds(string sent)
    {
        Assert.Equal(
            new Forwarding(true, "192.0.2.1", UriScheme.Https, "a"),
            Forwarding.Read(Forwarding.Standard, $"Forwarded: {sent}, for=192.0.2.1;proto=https;host=a"));
        Assert.Equal(
            new Forwarding(true, "2001:db8::1", null, ""),
            Forwarding.Read(Forwarding.Standard, $"Forwarded: {sent}, for=\"[2001:db8::1]\", for=\"[fd00::1]\""));
    }

    [Fact]
    [Attack("HD-19")]
    public void A_walk_from_the_right_written_out_finds_the_same_client() =>
        Nodes.Array[1, 8].Sample(
            nodes =>
            {
                string? client = Naive(nodes);
                Assert.Equal(
                    client, Forwarding.Read(Forwarding.Separate, $"X-Forwarded-For: {string.Join(", ", nodes)}").Address);
                IEnumerable<string> elements = nodes.Select(node => $"for=\"{node}\"");
                Assert.Equal(
                    client, Forwarding.Read(Forwarding.Standard, $"Forwarded: {string.Join(',', elements)}").Address);
            },
            iter: 5_000);

    [Fact]
    [Attack("HD-19")]
    public void Any_value_at_all_is_read_and_what_a_proxy_adds_behind_it_wins() =>
        Gen.String[Gen.Char[' ', '~'], 0, 60].Sample(
            sent =>
            {
                Assert.Equal(
                    "192.0.2.1", Forwarding.Read(Forwarding.Separate, $"X-Forwarded-For: {sent}, 192.0.2.1").Address);
                Assert.Equal(
                    new Forwarding(true, "192.0.2.1", null, "a"),
                    Forwarding.Read(Forwarding.Standard, $"Forwarded: {sent}, for=192.0.2.1;host=a"));
            },
            iter: 5_000);

    private static string? Naive(string[] nodes)
    {
        for (int index = nodes.Length - 1; index >= 0; index--)
        {
            string host = nodes[index].StartsWith('[')
                ? nodes[index][1..nodes[index].IndexOf(']', StringComparison.Ordinal)]
                : nodes[index].Split(':')[0];
            bool isAddress = host.Contains(':', StringComparison.Ordinal) || host.Split('.').Length == 4;
            if (index == 0 || !isAddress || !Forwarding.IsTrusted(IPAddress.Parse(host)))
            {
                return isAddress ? host : null;
            }
        }

        return null;
    }
}
