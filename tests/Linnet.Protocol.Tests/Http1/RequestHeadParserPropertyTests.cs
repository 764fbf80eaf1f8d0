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
    private static readonly Gen<string> Method = Mostly(
        OneOf("GET", "POST", "HEAD", "OPTIONS", "get", "M-SEARCH", "!#$"), OneOf("TRACE", "CONNECT", "", "G(T"));

    private static readonly Gen<string> Path = Mostly(
        OneOf("/", "/a", "/a/b", "//", "/%41", "/a|b[", "/a;b=c", "/.."),
        OneOf("", "/%00", "/%4", "/\\", "/{", "/\u00E4", "/a#b"));

    private static readonly Gen<string> Query = Mostly(
        OneOf("", "", "?", "?a=b", "?%00", "?a?b", "?{\\^`}"), OneOf("?%", "#x", "?<", "?%g0"));

    private static readonly Gen<string> Host = Mostly(
        OneOf("a", "A", "a:80", "a:080", "a:", "a:0", "a:65535", "[::1]", "[::1]:80", "a_b~c-d.e", "127.0.0.1", "[::ffff:1.2.3.4]"),
        OneOf("", ":80", "a:65536", "a:99999999999999999999", "[::01.2.3.4]", "[1::2::3]", "[::1%1]", "[]", "[", "u@a", "a,b", "a%41"));

    private static readonly Gen<string> Target = Gen.Frequency(
        (6, Gen.Select(Path, Query, string.Concat)),
        (4, Gen.Select(
            Mostly(OneOf("http://", "HTTP://"), OneOf("https://", "ftp://", "://", "http:/")),
            Mostly(OneOf("a", "A:80"), Host),
            Mostly(OneOf("", "/"), Path),
            Query,
            string.Concat)),
        (1, OneOf("*", "**", "a:80", "")));

    private static readonly Gen<string> Version = Mostly(
        OneOf("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2"), OneOf("HTTP/2.0", "HTTP/1.10", "http/1.1", ""));

    private static readonly Gen<string> HostField = Gen.Select(
        OneOf("Host: ", "host:\t"), Mostly(OneOf("a", "A:80", "a:"), Host), string.Concat);

    private static readonly Gen<string> Field = Gen.Frequency(
        (1, HostField),
        (2, Mostly(
            OneOf("Content-Length: 0", "content-length:5", "Content-Length: 005\t", "Content-Length: 9223372036854775807"),
            OneOf("Content-Length: +5", "Content-Length:", "Content-Length: 5, 5", "Content-Length: 18446744073709551621"))),
        (2, Mostly(
            OneOf("Transfer-Encoding: chunked", "TRANSFER-ENCODING:cHUNKED "),
            OneOf("Transfer-Encoding: gzip", "Transfer-Encoding:", "Transfer-Encoding: ,chunked", "Transfer-Encoding: identity"))),
        (2, Gen.Select(
            OneOf("Connection: ", "Proxy-Connection: "),
            OneOf("close", "keep-alive", "Close, te", "a,,keep-alive", "keep-alive, Upgrade", "upgrade", "\"close\"", "close x", ""),
            string.Concat)),
        (1, Mostly(OneOf("Expect: 100-continue", "expect:100-Continue"), OneOf("Expect: x", "Expect:", "Expect: 100-continue, x"))),
        (4, Mostly(
            OneOf("X: y", "X:", "X:  y z \t", "!#: \u00FF", "Upgrade: h2c"),
            OneOf("X : y", ": y", "X", " X: y", "\tz", "X: \0", "X\0: y"))));

    private static readonly Gen<string> Head = Gen.Select(
        Mostly(OneOf("", "", "\r\n", "\r\n\r\n"), OneOf("\r\n\r\n\r\n", "\n", " ")),
        Gen.Select(Method, Target, Version, (method, target, version) => $"{method} {target} {version}"),
        Gen.Select(Field.Array[0, 2], HostField, Field.Array[0, 2], (before, host, after) => (string[])[.. before, host, .. after]),
        Mostly(OneOf("\r\n\r\n", "\r\n\r\nGET /next"), OneOf("\r\n", "\n\n", "\r\n\r", "")),
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
            Gen.Select(
                OneOf("", "GET ", "GET / HTTP/1.1\r\n", "GET / HTTP/1.0\r\n"),
                Mutation.Noise(" HTTP/1.1\r\n", "Host: a\r\n", "X: y\r\n", "\r\n\r\n"),
                string.Concat),
            10_000);

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

    [Fact]
    [Rfc("9112", "11.2")]
    public void Leniency_changes_nothing_but_what_it_is_for() =>
        Gen.Select(Gen.OneOf(Head, Mutation.Of(ValidHead)), Gen.Bool).Sample(
            (text, endsInLineFeed) =>
            {
                const Leniency all = Leniency.BareLineFeed | Leniency.SpacesBeforeVersion | Leniency.HostUnlikeTarget;
                byte[] bytes = Encoding.Latin1.GetBytes(
                    endsInLineFeed ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text);
                HeadOutcome strict = Run(bytes, [bytes.Length]);
                HeadOutcome lenient = Run(bytes, [bytes.Length], all);
                Assert.Equal(lenient, Run(bytes, [.. Enumerable.Range(0, bytes.Length + 1)], all));
                if (strict.Result != ParseResult.Rejected || lenient.Result == ParseResult.Rejected)
                {
                    Assert.Equal(strict.Result, lenient.Result);
                    Assert.Equal(Leniency.None, lenient.Tolerated);
                    Assert.True(strict.Result == ParseResult.Rejected || strict == lenient);
                }
                else if (lenient.Result == ParseResult.Complete)
                {
                    Assert.NotEqual(Leniency.None, lenient.Tolerated);
                    Assert.False(lenient.KeepAlive || lenient.OffersUpgrade);
                }
            },
            iter: 10_000);

    private static void Agree(Gen<string> texts, int count) =>
        texts.Sample(
            text =>
            {
                byte[] bytes = Encoding.Latin1.GetBytes(text);
                HeadOutcome fast = Run(bytes, [bytes.Length]);
                Assert.Equal(NaiveRequestHead.Read(text), fast with { Rejection = RequestRejection.None });
            },
            iter: count);

    private static HeadOutcome Run(byte[] bytes, int[] lengths, Leniency tolerated = Leniency.None)
    {
        RequestHeadParser parser = new(new HeadLimits(), UriScheme.Http, tolerated);
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

    private static Gen<string> Mostly(Gen<string> good, Gen<string> bad) => Gen.Frequency((15, good), (1, bad));

    private static Gen<string> OneOf(params string[] texts) => Gen.OneOf(texts.Select(Gen.Const).ToArray());
}
