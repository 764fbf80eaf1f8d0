// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>What holds for every head, tried on random ones; a failure prints its seed.</summary>
public sealed class RequestHeadParserPropertyTests
{
    private static readonly Gen<string> Method = OneOf(
        "GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "OPTIONS", "TRACE", "CONNECT", "get", "M-SEARCH", "!#$", "");

    private static readonly Gen<string> Path = OneOf(
        "/", "/a", "/a/b", "//", "/%41", "/%00", "/%4", "/a|b[", "/a;b=c", "/..", "/\\", "/{", "",
        "/\u00E4").Array[1, 2].Select(string.Concat);

    private static readonly Gen<string> Query = OneOf("", "", "?", "?a=b", "?%00", "?%", "?a?b", "?{\\^`}", "#x", "?<");

    private static readonly Gen<string> Host = OneOf(
        "a", "a", "a", "A", "example.com", "a:80", "a:080", "a:", "a:0", "a:65535", "a:65536", "a:99999999999999999999",
        "127.0.0.1", "[::1]", "[::1]:80", "[1:2:3:4:5:6:7:8]", "[::ffff:1.2.3.4]", "[::01.2.3.4]", "[1::2::3]", "[::g]",
        "[::1%1]", "[]", "[", "", ":80", "u@a", "a,b", "a b", "a%41", "\u00E4", "a.", "a_b~c-d.e");

    private static readonly Gen<string> Target = Gen.Frequency(
        (5, Gen.Select(Path, Query, string.Concat)),
        (3, Gen.Select(
            OneOf("http://", "http://", "HTTP://", "https://", "ftp://", "://", "http:/"), Host, Path, Query, string.Concat)),
        (1, Gen.Select(OneOf("http://a", "http://a:80"), Query, string.Concat)),
        (1, OneOf("*", "**", "a:80", "")));

    private static readonly Gen<string> Version = OneOf(
        "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/1.10", "http/1.1", "");

    private static readonly Gen<string> Field = Gen.Frequency(
        (4, Gen.Select(OneOf("Host: ", "host:\t"), Host, string.Concat)),
        (2, Gen.Select(
            OneOf("Content-Length: ", "content-length:"),
            OneOf(
                "0", "5", "005", "+5", "", "5, 5", "0x5", "9223372036854775807", "9223372036854775808", "18446744073709551621"),
            string.Concat)),
        (2, Gen.Select(
            OneOf("Transfer-Encoding: ", "TRANSFER-ENCODING:"),
            OneOf("chunked", "chunked", "cHUNKED ", "gzip", "gzip, chunked", "chunked, gzip", "", ",chunked", "identity"),
            string.Concat)),
        (2, Gen.Select(
            OneOf("Connection: ", "Proxy-Connection: "),
            OneOf("close", "keep-alive", "Close, te", "a,,keep-alive", "\"close\"", "close x", ""),
            string.Concat)),
        (1, OneOf("Expect: 100-continue", "Expect: 100-Continue", "Expect: 200-ok", "Expect:", "expect: 100-continue, x")),
        (4, OneOf(
            "X: y", "X:", "X:  y z \t", "!#: \u00FF", "X : y", ": y", "X", " X: y", "\tz", "X: \0", "Upgrade: h2c", "")));

    private static readonly Gen<string> Head = Gen.Select(
        OneOf("", "", "", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n"),
        Gen.Select(Method, Target, Version, (method, target, version) => $"{method} {target} {version}"),
        Field.Array[0, 5],
        OneOf("\r\n\r\n", "\r\n\r\n", "\r\n\r\n", "\r\n\r\nGET /next", "\r\n", "\n\n"),
        (before, line, fields, end) => before + string.Join("\r\n", fields.Prepend(line)) + end);

    private static readonly Gen<string> ValidHead = Gen.Select(
        OneOf("GET", "POST", "BREW"),
        OneOf("/", "/a?b", "http://a/b", "http://A:80?c"),
        OneOf("X: y", "Cookie: a=b; c=d", "Content-Length: 5", "Transfer-Encoding: chunked", "Connection: close",
            "Expect: 100-continue", "Accept:").Array[0, 3],
        (method, target, fields) => string.Join(
            "\r\n", [$"{method} {target} HTTP/1.1", .. fields.Distinct(), "Host: a", "\r\n"]));

    [Fact]
    [Rfc("9112", "2.2")]
    public void Two_parsers_agree_on_likely_heads() => Agree(Head, 20_000);

    [Fact]
    [Rfc("9112", "2.2")]
    public void Two_parsers_agree_on_valid_heads_with_changes() => Agree(Mutation.Of(ValidHead), 30_000);

    [Fact]
    [Rfc("9112", "2.2")]
    public void Two_parsers_agree_on_noise() =>
        Agree(
            Mutation.Noise("GET", "/", " HTTP/1.1\r\n", "GET / HTTP/1.1\r\n", "Host: a\r\n", "X: y\r\n", "\r\n\r\n"), 10_000);

    [Fact]
    [Rfc("9112", "2.2")]
    public void Any_split_gives_the_same_steps() =>
        Gen.Select(Gen.OneOf(Head, Mutation.Of(ValidHead)), Gen.Double.Unit.Array[0, 12]).Sample(
            (text, places) =>
            {
                byte[] bytes = Encoding.Latin1.GetBytes(text);
                int[] cuts = [.. places.Select(place => (int)(place * bytes.Length)).Order()];
                Assert.Equal(Run(bytes, [bytes.Length]), Run(bytes, [.. cuts, bytes.Length]));
            },
            iter: 20_000);

    [Fact]
    [Rfc("9112", "2.2")]
    public void Any_bytes_at_all_are_answered_and_the_limits_hold() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 30], Gen.Int[0, 40]).Sample(
            (bytes, line, all) =>
            {
                HeadLimits limits = new() { MaxRequestLineBytes = line, MaxFieldLineBytes = line, MaxFieldBytes = all };
                byte[] whole = [.. "GET / HTTP/1.0\r\n"u8, .. bytes];
                Feed.Head(whole, limits);
            },
            iter: 300);

    private static void Agree(Gen<string> texts, int count) =>
        texts.Sample(
            text =>
            {
                byte[] bytes = Encoding.Latin1.GetBytes(text);
                HeadOutcome fast = Run(bytes, [bytes.Length]);
                Assert.Equal(NaiveRequestHead.Read(text), fast with { Rejection = RequestRejection.None });
            },
            iter: count);

    private static HeadOutcome Run(byte[] bytes, int[] lengths)
    {
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        head.Clear();
        parser.Reset();
        foreach (int length in lengths)
        {
            ParseResult result = parser.Parse(bytes.AsSpan(0, length), head);
            if (result != ParseResult.Incomplete)
            {
                return HeadOutcome.Of(result, parser, head, bytes);
            }
        }

        return HeadOutcome.Of(ParseResult.Incomplete, parser, head, bytes);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.OneOf(texts.Select(Gen.Const).ToArray());
}
