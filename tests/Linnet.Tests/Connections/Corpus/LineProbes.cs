// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Protocol.Messages;
using Xunit;
using static Linnet.Protocol.Messages.RequestRejection;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>Lines, versions, methods and targets.</summary>
internal static class LineProbes
{
    public static TheoryData<Probe> All => [.. Lines, .. Versions, .. Methods, .. Targets];

    private static IEnumerable<Probe> Lines =>
    [
        Refused("LN-01", "GET / HTTP/1.1\nHost: a\r\n\r\n", BareLineFeed),
        Refused("LN-01", "GET / HTTP/1.1\r\nHost: a\n\r\n", BareLineFeed),
        Refused("LN-01", "GET / HTTP/1.1\r\nHost: a\r\n\n", BareLineFeed),
        Refused("LN-02", "GET / HTTP/1.1\rHost: a\r\n\r\n", BareCarriageReturn),
        Refused("LN-02", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", BareCarriageReturn),
        Refused("LN-02", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", BareCarriageReturn),
        Probe.Served("LN-03", "one empty line", "\r\n" + Get("/")),
        Probe.Served("LN-03", "two empty lines", "\r\n\r\n" + Get("/")),
        Refused("LN-03", "\r\n\r\n\r\n" + Get("/"), EmptyLinesBeforeRequest),
        Refused("LN-03", string.Concat(Enumerable.Repeat("\r\n", 100)) + Get("/"), EmptyLinesBeforeRequest),
        Refused("LN-04", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", WhitespaceBeforeFirstField),
        Refused("LN-04", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", WhitespaceBeforeFirstField),
        Refused("LN-05", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", InvalidVersion),
        Refused("LN-05", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", InvalidRequestLine),
        Refused("LN-05", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", InvalidVersion),
        Refused("LN-05", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", InvalidMethod),
        Refused("LN-05", "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n", InvalidRequestLine),
        Refused("LN-06", "GET /\r\n", InvalidRequestLine),
        Refused("LN-06", "GET / \r\n\r\n", InvalidVersion),
    ];

    private static IEnumerable<Probe> Versions =>
    [
        Probe.Served("LN-07", "HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        Probe.Served("LN-07", "HTTP/1.9", "GET / HTTP/1.9\r\nHost: a\r\n\r\n"),
        Refused("LN-08", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", UnsupportedVersion),
        Refused("LN-08", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", UnsupportedVersion),
        .. new[] { "HTTP/1.10", "HTTP/01.1", "http/1.1", "HTTP/1", "HTTP/1.", "HTTP/1,1", "HTTP 1.1", "HTTP/-1.1" }
            .Select(version => Refused("LN-08", $"GET / {version}\r\nHost: a\r\n\r\n", InvalidVersion)),
        Refused("LN-09", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", UnsupportedVersion),
        Refused("LN-14", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", InvalidMethod),
    ];

    private static IEnumerable<Probe> Methods =>
    [
        Refused("LN-10", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", InvalidMethod),
        Refused("LN-10", "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n", InvalidMethod),
        Refused("LN-10", "G\u00c9T / HTTP/1.1\r\nHost: a\r\n\r\n", InvalidMethod),
        Refused("LN-10", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", InvalidMethod),
        Refused("LN-10", $"{new string('G', 65)} / HTTP/1.1\r\nHost: a\r\n\r\n", MethodTooLong),
        Probe.Served("LN-10", "64 letters", $"{new string('G', 64)} / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe.Served("LN-10", "unknown", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Probe.Served("LN-10", "lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refused("LN-11", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", ConnectNotSupported),
        Refused("LN-11", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", ConnectNotSupported),
        Refused("LN-11", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", TraceNotAllowed),
        Refused("LN-11", "TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", TraceNotAllowed),
        Refused("LN-11", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", InvalidTargetForm),
        new("LN-11", "OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204, Verdict.Served, None),
    ];

    private static IEnumerable<Probe> Targets =>
    [
        Refused("LN-12", Line(8193), RequestLineTooLong),
        Probe.Served("LN-12", "a request line of 8 KiB", Line(8192)),
        Refused("LN-12", $"GET /{new string('a', 20_000)}", RequestLineTooLong),
        .. new[] { "/\0", "/\u0080", "/\u00ff", "/\"", "/<", "/a\\b", "/\u0001", "/\u007f", "/{" }
            .Select(target => Refused("LN-13", Get(target), InvalidTargetCharacter)),
        Refused("LN-13", Get("/a#b"), FragmentInTarget),
        Refused("LN-13", Get("/?a#b"), FragmentInTarget),
        Refused("LN-13", Get("/%zz"), InvalidPercentEncoding),
        Refused("LN-13", Get("/%"), InvalidPercentEncoding),
        Refused("LN-13", Get("/%4"), InvalidPercentEncoding),
        Refused("LN-13", Get("/?%4"), InvalidPercentEncoding),
        Refused("LN-13", Get("/a%00b"), EncodedNul),
        Refused("LN-13", Get("a"), InvalidTargetForm),
        Refused("LN-13", Get("a:80"), InvalidTargetForm),
    ];

    private static Probe Refused(string id, string raw, RequestRejection rejection) =>
        Probe.Refused(id, raw.Length <= 60 ? raw : $"{raw[..60]}… of {raw.Length}", raw, rejection);

    private static string Get(string target) => $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n";

    private static string Line(int bytes) =>
        $"GET /{new string('a', bytes - "GET / HTTP/1.1".Length)} HTTP/1.1\r\nHost: a\r\n\r\n";
}
