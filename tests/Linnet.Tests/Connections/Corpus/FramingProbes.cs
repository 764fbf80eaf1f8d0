// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Protocol.Messages;
using Xunit;
using static Linnet.Protocol.Messages.RequestRejection;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>Where a body ends, and who may lie about it: Content-Length and Transfer-Encoding.</summary>
internal static class FramingProbes
{
    public static TheoryData<Probe> All => [.. Lengths, .. Codings, .. Names, .. Expectations, .. Bodies];

    private static IEnumerable<Probe> Lengths =>
    [
        Post("FR-01", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n", ContentLengthWithTransferEncoding),
        Post("FR-01", "Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n", ContentLengthWithTransferEncoding),
        Post("FR-01", "Content-Length: 0\r\nTransfer-Encoding: chunked", "0\r\n\r\n", ContentLengthWithTransferEncoding),
        Post("FR-02", "Content-Length: 5\r\nContent-Length: 6", "12345", MultipleContentLengths),
        Post("FR-02", "Content-Length: 0\r\nContent-Length: 5", "12345", MultipleContentLengths),
        Post("FR-03", "Content-Length: 5\r\nContent-Length: 5", "12345", MultipleContentLengths),
        Post("FR-03", "Content-Length: 5, 5", "12345", MultipleContentLengths),
        .. new[] { "+5", "-1", "0x5", "5 5", "1_0", "5;", "", "5\u00a0", "\u00a05", "5.0", "5e0", "five" }
            .Select(value => Post("FR-04", $"Content-Length: {value}", "12345", InvalidContentLength)),
        Probe.Served("FR-05", "005", PostOf("Content-Length: 005", "12345"), "12345"),
        Probe.Served("FR-05", "white space around", PostOf("Content-Length: \t 5 \t", "12345"), "12345"),
        Post("FR-06", "Content-Length: 30000001", "12345", BodyTooLarge),
        Post("FR-06", "Content-Length: 9223372036854775807", "12345", BodyTooLarge),
        Post("FR-06", "Content-Length: 9223372036854775808", "12345", InvalidContentLength),
        Post("FR-06", "Content-Length: 18446744073709551621", "12345", InvalidContentLength),
    ];

    private static IEnumerable<Probe> Codings =>
    [
        Post("FR-07", "Transfer-Encoding: xchunked", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-07", "Transfer-Encoding: gzip", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-08", "Transfer-Encoding: chunked, gzip", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-09", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-09", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-09", "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", "0\r\n\r\n", InvalidTransferEncoding),
        Post("FR-10", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n", UnsupportedTransferCoding),
        .. new[] { "identity", "", "chunked;a=b", "\"chunked\"", ",chunked", "chunked,", "chunked chunked" }
            .Select(value => Post("FR-11", $"Transfer-Encoding: {value}", "0\r\n\r\n", InvalidTransferEncoding)),
        Post("FR-11", "Transfer-Encoding: \vchunked", "0\r\n\r\n", InvalidFieldValue),
        Post("FR-11", "Transfer-Encoding: \fchunked", "0\r\n\r\n", InvalidFieldValue),
        Probe.Served("FR-12", "cHuNkEd", PostOf("Transfer-Encoding: cHuNkEd", "3\r\nabc\r\n0\r\n\r\n"), "abc"),
        Probe.Refused("FR-13", "chunked in HTTP/1.0", Old("Transfer-Encoding: chunked"), TransferEncodingInOldVersion),
        Probe.Refused(
            "FR-13",
            "chunked in HTTP/1.0, kept alive",
            Old("Connection: keep-alive\r\nTransfer-Encoding: chunked"),
            TransferEncodingInOldVersion),
    ];

    private static IEnumerable<Probe> Names =>
    [
        Post("FR-14", "Content-Length : 5", "12345", WhitespaceBeforeColon),
        Post("FR-14", "Transfer-Encoding\t: chunked", "0\r\n\r\n", WhitespaceBeforeColon),
        Post("FR-15", "Transfer-Encoding:\r\n chunked", "0\r\n\r\n", ObsoleteLineFolding),
        Post("FR-15", "Content-Length:\r\n\t5", "12345", ObsoleteLineFolding),
        Post("FR-15", "Expect:\r\n 100-continue\r\nContent-Length: 5", "12345", ObsoleteLineFolding),
        Probe.RefusedField("FR-15", "X: a\r\n b", ObsoleteLineFolding),
        Probe.Served("FR-16", "Transfer_Encoding", PostOf("Transfer_Encoding: chunked", ""), ""),
        Probe.Served("FR-16", "Content_Length", PostOf("Content_Length: 5", ""), ""),
    ];

    private static IEnumerable<Probe> Expectations =>
    [
        Post("FR-21", "Expect: 200-ok\r\nContent-Length: 5", "12345", UnknownExpectation),
        Post("FR-21", "Expect: 100-continue, x\r\nContent-Length: 5", "12345", UnknownExpectation),
        Post("FR-21", "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5", "12345", UnknownExpectation),
        Post("FR-21", "Expect: \"100-continue\"\r\nContent-Length: 5", "12345", UnknownExpectation),
        Post("FR-21", "Expect:\r\nContent-Length: 5", "12345", UnknownExpectation),
        Probe.Served("FR-22", "Expect in HTTP/1.0", OldKept("Expect: 100-continue\r\nContent-Length: 5", "12345"), "12345"),
        Probe.Served("FR-22", "odd Expect in HTTP/1.0", OldKept("Expect: odd\r\nContent-Length: 5", "12345"), "12345"),
    ];

    private static IEnumerable<Probe> Bodies =>
    [
        .. new[] { "GET", "HEAD", "OPTIONS", "DELETE", "BREW", "PUT", "PATCH", "get" }.SelectMany(BodiesOn),
        Probe.Refused(
            "FR-17",
            "TRACE with a body",
            $"TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: {EchoHandler.Canary.Length}\r\n\r\n{EchoHandler.Canary}",
            TraceNotAllowed),
        new(
            "FR-27",
            "GET of HTTP/1.0 with a body",
            "GET /probe HTTP/1.0\r\nContent-Length: 5\r\n\r\n12345",
            200,
            Verdict.ServedAndClosed,
            None,
            "12345"),
        new(
            "FR-25",
            "Connection: close",
            "GET /probe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            200,
            Verdict.ServedAndClosed,
            None),
    ];

    private static IEnumerable<Probe> BodiesOn(string method)
    {
        // What a body says is never a request, however much it looks like one.
        string body = EchoHandler.Canary;
        string head = $"{method} /probe HTTP/1.1\r\nHost: a\r\n";
        yield return Probe.Served(
            "FR-17", $"{method} with a length", $"{head}Content-Length: {body.Length}\r\n\r\n{body}", body);
        yield return Probe.Served(
            "FR-18",
            $"{method} in chunks",
            $"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n",
            body);
    }

    private static Probe Post(string id, string lines, string body, RequestRejection rejection) =>
        Probe.Refused(id, lines, PostOf(lines, body), rejection);

    private static string PostOf(string lines, string body) =>
        $"POST /probe HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n{body}";

    private static string Old(string lines) => $"POST /probe HTTP/1.0\r\nHost: a\r\n{lines}\r\n\r\n0\r\n\r\n";

    private static string OldKept(string lines, string body) =>
        $"POST /probe HTTP/1.0\r\nConnection: keep-alive\r\n{lines}\r\n\r\n{body}";
}
