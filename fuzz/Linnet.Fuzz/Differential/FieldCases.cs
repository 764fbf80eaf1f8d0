// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>Host, the connection's own fields, and the shape of field lines.</summary>
internal static class FieldCases
{
    private static readonly string[] Hosts =
    [
        "a", "A", "a.", "a..", ".a", ".", "a.b", "a..b", "a:80", "a:", "a:0", "a:00080", "a:65535", "a:65536", "a:99999", "a:8x", "a:-1", "a:+80",
        "a:80:80", ":80", ":", "", " ", "a b", "a,b", "a;b", "a/b", "a\\b", "a?b", "a#b", "a@b", "u:p@a", "http://a", "a%2fb", "a%20b", "%61", "a_b",
        "a-b", "-a", "a!", "a$", "a&b", "a'b", "a(b)", "a*", "a+b", "a=b", "a~b", "[::1]", "[::1]:80", "[::1", "::1", "[::1%25eth0]", "[v1.a]", "[]",
        "[a]", "[::g]", "[1.2.3.4]", "127.0.0.1", "127.1", "0x7f.1", "256.1.1.1", "1.2.3.4.5", "xn--bcher-kva.example", "b\u00fccher.example",
        "a\0", "a\u0001", "a\u007f", "\"a\"", "<a>", "a|b", "a^b", "a`b", "{a}", "a\tb", "localhost", "canary",
    ];

    private static readonly string[] Lines =
    [
        ": y", "X", "X y", "X y: z", "X : y", "X\t: y", "X :", "X:", "X: ", "X:y", "X:  y", "X:\ty", "X: y ", "X: y\t", "X:: y", "X: y: z", "X: y,z",
        "X: \"y", "X: (y", "X: y\r\n z", "X: y\r\n\tz", "X:\r\n y", "X: y\r\n \r\n z", "\u00e9: y", "X\u00e9: y", "X: \u00e9", "X: \u00ff", "(X): y",
        "X(: y", "X,Y: z", "X/Y: z", "X;Y: z", "X=Y: z", "X@Y: z", "[X]: y", "{X}: y", "\"X\": y", "X\\Y: z", "X_Y: z", "X.Y: z", "!#$%&'*+-.^_`|~: y",
        "X\0: y", "X: \0", "X: y\0z", "X: \u0001", "X: \u001b[0m", "X: \u007f", "X: \b", "X: \v", "X: \f", "\0X: y", "\u007fX: y",
        "Connection: close", "Connection: Close", "Connection: close, keep-alive", "Connection: keep-alive", "Connection: keep-alive, close",
        "Connection:", "Connection: ,", "Connection: close,", "Connection: \"close\"", "Connection: close;", "Connection: x",
        "Connection: close\r\nConnection: keep-alive", "Connection: keep-alive\r\nConnection: close", "Connection: Host",
        "Connection: Content-Length", "Connection: Upgrade\r\nUpgrade: h2c", "Connection: Upgrade\r\nUpgrade: websocket", "Upgrade: x",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__", "Proxy-Connection: close",
        "Keep-Alive: timeout=1", "TE: trailers", "Cookie: a=b; c", "Cookie: a\r\nCookie: b", "Range: bytes=0-", "Accept: */*\r\nAccept: x",
        "Content-Type: \r\nContent-Type: b", "X-Forwarded-Host: b", "X-Original-URL: /canary", "Max-Forwards: 0", "Date: x", "Warning: x",
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<Case> All =>
    [
        .. Hosts.Select(host => new Case("HD-02", $"Host: {host}", $"GET /case HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        .. Hosts.Take(12).Select(host => new Case("HD-02", $"HTTP/1.0, Host: {host}", OldKept($"Host: {host}"))),
        .. Hosts.Take(16).Select(host => new Case(
            "HD-04", $"http://{host}/, Host: {host}", $"GET http://{host}/case HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        .. Lines.Select(line => new Case("HD-08", $"line {line}", $"GET /case HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n")),
        .. Lines.Where(line => line.StartsWith("Connection", System.StringComparison.Ordinal))
            .Select(line => new Case("FR-25", $"HTTP/1.0, {line}", $"GET /case HTTP/1.0\r\nHost: a\r\n{line}\r\n\r\n")),
        new Case("HD-01", "no Host", "GET /case HTTP/1.1\r\n\r\n"),
        new Case("HD-01", "no Host, another field", "GET /case HTTP/1.1\r\nX: y\r\n\r\n"),
        new Case("HD-01", "two equal", "GET /case HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        new Case("HD-01", "two unlike", "GET /case HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        new Case("HD-01", "HTTP/1.0, two equal", OldKept("Host: a\r\nHost: a")),
        new Case("HD-01", "HTTP/1.0, none", OldKept("X: y")),
        new Case("HD-04", "whole target, no Host", "GET http://a/case HTTP/1.1\r\n\r\n"),
        new Case("HD-04", "whole target, HTTP/1.0, no Host", "GET http://a/case HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
        Sized("99 fields more", string.Concat(Enumerable.Range(0, 99).Select(index => $"X{index}: y\r\n"))),
        Sized("100 fields more", string.Concat(Enumerable.Range(0, 100).Select(index => $"X{index}: y\r\n"))),
        Sized("200 fields more", string.Concat(Enumerable.Range(0, 200).Select(index => $"X{index}: y\r\n"))),
        Sized("a line of 8 KiB", $"X: {new string('a', 8192 - 3)}\r\n"),
        Sized("a line of 8 KiB and a byte", $"X: {new string('a', 8192 - 2)}\r\n"),
        Sized("a line of 20 KiB", $"X: {new string('a', 20_000)}\r\n"),
        Sized("a name of 8 KiB", $"{new string('a', 8000)}: y\r\n"),
        Sized("31 KiB in four lines", string.Concat(Enumerable.Repeat($"X: {new string('a', 7900)}\r\n", 4))),
        Sized("39 KiB in five lines", string.Concat(Enumerable.Repeat($"X: {new string('a', 7900)}\r\n", 5))),
        Sized("1,000 cookies", $"Cookie: {string.Concat(Enumerable.Repeat("a=b; ", 1000))}c=d\r\n"),
    ];

    private static Case Sized(string name, string lines) =>
        new("HD-10", name, $"GET /case HTTP/1.1\r\nHost: a\r\n{lines}\r\n");

    private static string OldKept(string lines) => $"GET /case HTTP/1.0\r\nConnection: keep-alive\r\n{lines}\r\n\r\n";
}
