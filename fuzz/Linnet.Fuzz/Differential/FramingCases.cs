// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>How long a body is.</summary>
internal static class FramingCases
{
    private static readonly string[] Lengths =
    [
        "5", "05", "0000000000000000000005", "+5", "-5", "-0", "5 ", "\t5", "5,5", "5, 5", "5,", ",5", "5;5", "5 5", "5.", "5.0",
        "5e0", "0x5", "0b101", "0o5", "5_", "_5", "\u00b5", "5\v", "5\f", "\"5\"", "", " ", "five", "4294967301", "4294967296",
        "9223372036854775808", "18446744073709551616", "18446744073709551621", "99999999999999999999999999", "0", "00", "5\u00a0",
    ];

    private static readonly string[] Codings =
    [
        "chunked", "Chunked", "CHUNKED", " chunked", "chunked ", "\tchunked", "chunked\t", "xchunked", "chunkedx", "x-chunked",
        "chunked,", ",chunked", "chunked,,", "chunked;", "chunked;q=1", "chunked; a", "'chunked'", "\"chunked\"", "chunked chunked",
        "chunked,chunked", "chunked, identity", "identity, chunked", "identity", "gzip", "gzip, chunked", "chunked, gzip", "deflate",
        "trailers", "chu nked", "chunked\v", "\fchunked", "chunked\u00a0", "0", "", " ", "chunked\\", "(chunked)",
    ];

    private static readonly string[] Both =
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 0\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nTransfer-Encoding: identity",
        "Content-Length: 5\r\nTransfer-Encoding: xchunked", "Content-Length: 5\r\nTransfer-Encoding:",
        "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\ncontent-length: 5",
        "Content-Length: 5\r\nContent-Length:", "Content-Length: 0\r\nContent-Length: 5", "Content-Length: 5\r\nContent_Length: 6",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "Transfer-Encoding: \r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked", "Content-Length:\r\n 5", "Content-Length: 5\r\n\t", "Content-Length : 5",
        "Content-Length: 5\r\nTE: trailers", "Transfer-Encoding: chunked\r\nTrailer: X", "X: y\r\n Content-Length: 5",
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<Case> All =>
    [
        .. Lengths.Select(value => Post("FR-04", $"Content-Length: {value}", "hello")),
        .. Codings.Select(value => Post("FR-11", $"Transfer-Encoding: {value}", "5\r\nhello\r\n0\r\n\r\n")),
        .. Both.Select(lines => Post("FR-01", lines, "5\r\nhello\r\n0\r\n\r\n")),
        .. Both.Select(lines => Old("FR-13", lines, "5\r\nhello\r\n0\r\n\r\n")),
        .. Codings.Take(4).Select(value => Old("FR-13", $"Transfer-Encoding: {value}", "5\r\nhello\r\n0\r\n\r\n")),
        .. Expectations.Select(value => Post("FR-21", $"Expect: {value}\r\nContent-Length: 5", "hello")),
        .. Methods.Select(method => new Case(
            "FR-17",
            $"{method} with a length",
            $"{method} /case HTTP/1.1\r\nHost: a\r\nContent-Length: {Answer.Canary.Length}\r\n\r\n{Answer.Canary}")),
        .. Methods.Select(method => new Case(
            "FR-18",
            $"{method} in chunks",
            $"{method} /case HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Answer.Canary.Length:x}\r\n{Answer.Canary}\r\n0\r\n\r\n")),
    ];

    private static string[] Expectations =>
        ["100-continue", "100-Continue", "100-continue, 100-continue", "100-continue;q=1", "200-ok", "100", "", "x=y", "\"100-continue\""];

    private static string[] Methods =>
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "QUERY", "get", "M-SEARCH"];

    private static Case Post(string row, string lines, string body) =>
        new(row, $"POST, {lines}", $"POST /case HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n{body}");

    private static Case Old(string row, string lines, string body) => new(
        row, $"HTTP/1.0, {lines}", $"POST /case HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n{lines}\r\n\r\n{body}");
}
