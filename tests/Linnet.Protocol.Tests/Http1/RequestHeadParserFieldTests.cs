// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Field lines and the Host field. RFC 9112 §5 and §3.2, RFC 9110 §5.</summary>
public sealed class RequestHeadParserFieldTests
{
    [Fact]
    [Rfc("9112", "5")]
    [Rfc("9110", "5.3")]
    public void Keeps_fields_in_order_with_their_names_as_sent()
    {
        HeadOutcome outcome = Expect.Complete(Feed.Fields("B: 1", "a: 2", "B: 3", "b: 4", "A-b_C.d: e f"));
        Assert.Equal("Host=example.com\nB=1\na=2\nB=3\nb=4\nA-b_C.d=e f", outcome.Fields);
    }

    [Theory]
    [InlineData("X:y", "y")]
    [InlineData("X: y", "y")]
    [InlineData("X: \t y \t ", "y")]
    [InlineData("X: y z", "y z")]
    [InlineData("X: y\tz", "y\tz")]
    [InlineData("X:", "")]
    [InlineData("X: ", "")]
    [InlineData("X: \t\t ", "")]
    [InlineData("X: :", ":")]
    [InlineData("X::y", ":y")]
    [InlineData("X: \"a, b\" ", "\"a, b\"")]
    [InlineData("X: \u0080\u00FF", "\u0080\u00FF")]
    [Rfc("9112", "5.1")]
    [Rfc("9110", "5.5")]
    public void The_white_space_around_a_value_is_not_part_of_it(string line, string value) =>
        Assert.Equal($"Host=example.com\nX={value}", Expect.Complete(Feed.Fields(line)).Fields);

    [Theory]
    [InlineData("")]
    [InlineData("X: y\r\n")]
    [InlineData("Hos: a\r\n")]
    [InlineData("X-Host: a\r\n")]
    [Rfc("9112", "3.2")]
    [Attack("HD-01")]
    public void Rejects_HTTP_1_1_without_a_host(string fields) =>
        Expect.Rejected(Feed.Head($"GET / HTTP/1.1\r\n{fields}\r\n"), RequestRejection.MissingHost, 400);

    [Fact]
    [Rfc("9112", "3.2")]
    [Attack("HD-01")]
    public void HTTP_1_0_may_have_no_host()
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head("GET / HTTP/1.0\r\n\r\n"));
        Assert.Empty(outcome.Host);
        Assert.Equal(0, outcome.MinorVersion);
    }

    [Theory]
    [InlineData("HTTP/1.1", "a", "b")]
    [InlineData("HTTP/1.1", "a", "a")]
    [InlineData("HTTP/1.1", "a", "")]
    [InlineData("HTTP/1.1", "", "")]
    [InlineData("HTTP/1.1", "a", "a/b")]
    [InlineData("HTTP/1.0", "a", "a")]
    [Rfc("9112", "3.2")]
    [Attack("HD-01")]
    public void Rejects_two_hosts_even_when_equal(string version, string first, string second)
    {
        string text = $"GET / {version}\r\nHost: {first}\r\nX: y\r\nhOST: {second}\r\n\r\n";
        Expect.Rejected(Feed.Head(text), RequestRejection.MultipleHosts, 400);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a/")]
    [InlineData("/")]
    [InlineData("http://a")]
    [InlineData("user@a")]
    [InlineData("user:pass@a")]
    [InlineData("a,b")]
    [InlineData("a, b")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a%2fb")]
    [InlineData("a%20")]
    [InlineData("a:99999")]
    [InlineData("a:65536")]
    [InlineData("a:8x")]
    [InlineData("a:-1")]
    [InlineData("a:+80")]
    [InlineData("a: 80")]
    [InlineData("a:80:80")]
    [InlineData("a:18446744073709551696")]
    [InlineData(":80")]
    [InlineData(":")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\\b")]
    [InlineData("a;b")]
    [InlineData("'a'")]
    [InlineData("<a>")]
    [InlineData("*.a")]
    [InlineData("\u00E4.de")]
    [InlineData("a\u00E3\u0080\u0082b")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[::1]]")]
    [InlineData("[::1]80")]
    [InlineData("[::1%eth0]")]
    [InlineData("[::1%25eth0]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[v1.a:b]")]
    [Rfc("9112", "3.2")]
    [Rfc("3986", "3.2.2")]
    [Attack("HD-02")]
    [Attack("HD-07")]
    public void Rejects_an_invalid_host(string host)
    {
        Expect.Rejected(Feed.Target("/", host), RequestRejection.InvalidHost, 400);
        Expect.Rejected(Feed.Head($"GET / HTTP/1.0\r\nHost: {host}\r\n\r\n"), RequestRejection.InvalidHost, 400);
    }

    [Fact]
    [Rfc("9112", "3.2")]
    [Attack("HD-02")]
    public void Rejects_a_NUL_in_a_host() =>
        Expect.Rejected(Feed.Target("/", "a\0b"), RequestRejection.InvalidFieldValue, 400);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [Rfc("9112", "3.2")]
    [Attack("HD-03")]
    public void Rejects_an_empty_host(string host) =>
        Expect.Rejected(Feed.Target("/", host), RequestRejection.InvalidHost, 400);

    [Theory]
    [InlineData("example.com")]
    [InlineData("EXAMPLE.com")]
    [InlineData("example.com.")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("localhost")]
    [InlineData("my_host")]
    [InlineData("a:80")]
    [InlineData("a:0")]
    [InlineData("a:65535")]
    [InlineData("a:")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    [InlineData("[2001:DB8::1:2]")]
    [Rfc("9110", "7.2")]
    [Attack("HD-07")]
    public void The_host_is_kept_as_sent(string host) =>
        Assert.Equal(host, Expect.Complete(Feed.Target("/", host)).Host);

    [Theory]
    [InlineData("X", nameof(RequestRejection.MissingColon))]
    [InlineData("X y", nameof(RequestRejection.MissingColon))]
    [InlineData("X;y", nameof(RequestRejection.MissingColon))]
    [InlineData("\u0080", nameof(RequestRejection.MissingColon))]
    [InlineData(":", nameof(RequestRejection.EmptyFieldName))]
    [InlineData(": y", nameof(RequestRejection.EmptyFieldName))]
    [InlineData("::", nameof(RequestRejection.EmptyFieldName))]
    [InlineData("X Y: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\tY: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\u0080: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("\u00E4: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\0: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\0 : z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X\u007F: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("\u0001: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("\"X\": z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X(Y): z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X/Y: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("X,Y: z", nameof(RequestRejection.InvalidFieldName))]
    [InlineData("GET / HTTP/1.1 :", nameof(RequestRejection.InvalidFieldName))]
    [Rfc("9112", "5")]
    [Rfc("9110", "5.1")]
    [Attack("HD-08")]
    public void Rejects_a_name_that_is_no_token(string line, string rejection)
    {
        Expect.Rejected(Feed.Fields(line), Enum.Parse<RequestRejection>(rejection), 400);
        Expect.Rejected(
            Feed.Head($"GET / HTTP/1.1\r\n{line}\r\nHost: a\r\n\r\n"), Enum.Parse<RequestRejection>(rejection), 400);
    }

    [Fact]
    [Rfc("9110", "5.5")]
    [Attack("HD-09")]
    public void Judges_every_byte_of_a_value()
    {
        for (int value = 0; value < 256; value++)
        {
            char character = (char)value;
            RequestRejection expected = character switch
            {
                '\n' => RequestRejection.BareLineFeed,
                '\r' => RequestRejection.BareCarriageReturn,
                '\t' => RequestRejection.None,
                < ' ' or '\u007F' => RequestRejection.InvalidFieldValue,
                _ => RequestRejection.None,
            };
            Assert.Equal(expected, Feed.Fields($"X: a{character}b").Rejection);
        }
    }

    [Theory]
    [InlineData("X:\0")]
    [InlineData("X: \u0001y")]
    [InlineData("X: y\u001B")]
    [InlineData("X: y \u007F ")]
    [InlineData("X: \v")]
    [InlineData("Cookie: a=\"\u0007\"")]
    [Rfc("9110", "5.5")]
    [Attack("HD-09")]
    public void Rejects_a_control_character_at_either_end_of_a_value(string line) =>
        Expect.Rejected(Feed.Fields(line), RequestRejection.InvalidFieldValue, 400);

    [Fact]
    [Rfc("9110", "5.1")]
    [Attack("HD-08")]
    public void Judges_every_byte_of_a_name()
    {
        const string token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (int value = 0; value < 256; value++)
        {
            bool accepted = Feed.Fields($"X{(char)value}Y: z").Rejection == RequestRejection.None;
            Assert.Equal(token.Contains((char)value, StringComparison.Ordinal) || value == ':', accepted);
        }
    }

    [Fact]
    [Attack("HD-17")]
    public void A_cookie_with_a_thousand_pairs_and_nested_quotes_is_one_opaque_value()
    {
        string cookie = string.Join("; ", Enumerable.Range(0, 1000).Select(_ => "a=\"\\\""));
        HeadOutcome outcome = Expect.Complete(Feed.Fields($"Cookie: {cookie}"));
        Assert.Equal($"Host=example.com\nCookie={cookie}", outcome.Fields);
    }

    [Fact]
    [Rfc("9110", "5.3")]
    [Attack("HD-18")]
    public void The_same_field_fifty_times_stays_fifty_fields()
    {
        string[] lines = [.. Enumerable.Range(0, 50).Select(index => $"X: {index}")];
        HeadOutcome outcome = Expect.Complete(Feed.Fields(lines));
        Assert.Equal(51, outcome.Fields.Split('\n').Length);
        Assert.EndsWith("X=48\nX=49", outcome.Fields, StringComparison.Ordinal);
    }

    [Fact]
    [Rfc("9112", "2.2")]
    public void The_first_fault_in_the_order_of_the_bytes_is_the_one_reported()
    {
        Expect.Rejected(Feed.Fields("X", "Y\0: z"), RequestRejection.MissingColon, 400);
        Expect.Rejected(Feed.Fields("X: \0", "Y"), RequestRejection.InvalidFieldValue, 400);
        Expect.Rejected(
            Feed.Head("GET /# HTTP/1.1\r\nX\r\n\r\n"), RequestRejection.FragmentInTarget, 400);
        Expect.Rejected(
            Feed.Head("GET /# HTTP/3.0\r\n\r\n"), RequestRejection.UnsupportedVersion, 505);
        Expect.Rejected(
            Feed.Fields("Host: b", "Content-Length: x", "Expect: y"), RequestRejection.MultipleHosts, 400);
    }
}
