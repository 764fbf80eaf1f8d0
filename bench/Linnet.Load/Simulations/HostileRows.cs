// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Load.Simulations;

/// <summary>Requests of docs/attacks.md that are refused, each with another hidden behind it.</summary>
internal static class HostileRows
{
    /// <summary>What is hidden: whoever executes it has been deceived.</summary>
    public const string Canary = "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n";

    /// <summary>The rows.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        Post("Transfer-Encoding: chunked\r\nContent-Length: 0", "0\r\n\r\n"),
        Post("Content-Length: 0\r\nContent-Length: 5", ""),
        Post("Content-Length: 0\r\nContent-Length: 0", ""),
        Post("Content-Length: 0, 0", ""),
        Post("Content-Length: +0", ""),
        Post("Content-Length: -1", ""),
        Post("Content-Length: 0x0", ""),
        Post("Content-Length:", ""),
        Post("Content-Length : 0", ""),
        Post("Content-Length:\r\n 0", ""),
        Post("Transfer-Encoding: xchunked", "0\r\n\r\n"),
        Post("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        Post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
        Post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
        Post("Transfer-Encoding : chunked", "0\r\n\r\n"),
        Post("Transfer-Encoding: chunked\n", "0\r\n\r\n"),
        Post("Transfer-Encoding: \vchunked", "0\r\n\r\n"),
        Post("X: a\r\n b", ""),
        Post("X: a\rb", ""),
        Post("X: a\nContent-Length: 5", ""),
        Post("X : a", ""),
        Post("X: \0", ""),
        Post("Host: b", ""),
        Post("Expect: 200-ok\r\nContent-Length: 0", ""),
        Chunks("0x0\r\n\r\n"),
        Chunks("-1\r\n\r\n"),
        Chunks("+0\r\n\r\n"),
        Chunks("g\r\n\r\n"),
        Chunks("1\r\nab\r\n0\r\n\r\n"),
        Chunks("1\nA\n0\n\n"),
        Chunks("00000000000000001\r\na\r\n0\r\n\r\n"),
        Chunks("ffffffffffffffff\r\na\r\n0\r\n\r\n"),
        Chunks("1 \r\na\r\n0\r\n\r\n"),
        Chunks("0\r\nX : a\r\n\r\n"),
        "GET  /whole/0/1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /whole/0/1 HTTP/1.1\nHost: a\n\n",
        "GET /whole/0/1 HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET /whole/0/1\r\n\r\n",
        "GET /whole/0/1 HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /whole/0/1 HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];

    private static string Post(string lines, string body) =>
        $"POST /sum/0/0 HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n{body}";

    private static string Chunks(string body) => Post("Transfer-Encoding: chunked", body);
}
