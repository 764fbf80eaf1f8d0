// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>Request lines, versions, methods, targets and line ends.</summary>
internal static class LineCases
{
    private static readonly string[] Versions =
    [
        "HTTP/0.0", "HTTP/0.9", "HTTP/1.0", "HTTP/1.1", "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/9.9", "HTTP/1.10",
        "HTTP/01.1", "HTTP/1.01", "HTTP/11", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/", "HTTP", "http/1.1", "Http/1.1", "HTTP/1,1", "HTTP /1.1",
        "HTTP/ 1.1", "HTTP/1 .1", "HTTP/1.1 ", "HTTP/1.1\t", "HTTP/1.1x", "HTTP/1.1.1", "HTTPS/1.1", "XTTP/1.1", "HTTP/-1.1", "HTTP/+1.1",
        "HTTP/1.x", "HTTP/\u00b9.1", "HTTP/4294967297.1", "SIP/2.0", "RTSP/1.0",
    ];

    private static readonly string[] Lines =
    [
        "GET  /case HTTP/1.1", "GET /case  HTTP/1.1", " GET /case HTTP/1.1", "\tGET /case HTTP/1.1", "GET\t/case HTTP/1.1",
        "GET /case\tHTTP/1.1", "GET\v/case HTTP/1.1", "GET /case\fHTTP/1.1", "GET /case HTTP/1.1\r", "GET /a b HTTP/1.1", "GET /case",
        "GET /case ", "GET ", "GET", "/case HTTP/1.1", "GET HTTP/1.1", "HTTP/1.1", "\0GET /case HTTP/1.1", "GET \0/case HTTP/1.1",
        "GET\r/case HTTP/1.1", "GET /case HTTP/1.1 HTTP/1.1", "GET,POST /case HTTP/1.1", "\"GET\" /case HTTP/1.1", "GET: /case HTTP/1.1",
        "G ET /case HTTP/1.1", "\u00ef\u00bb\u00bfGET /case HTTP/1.1", "GET\u00a0/case HTTP/1.1",
    ];

    private static readonly string[] Methods =
    [
        "HEAD", "OPTIONS", "DELETE", "PATCH", "PUT", "POST", "QUERY", "LINK", "get", "Get", "GETT", "GE", "X", "PRI", "TRACE", "TRACK", "DEBUG",
        "CONNECT", "M-SEARCH", "!#$%&'*+-.^_`|~", "G_T", "G(T", "G/T", "G@T", "G:T", "G;T", "G=T", "0", "HTTP/1.1",
    ];

    private static readonly string[] Targets =
    [
        "*", "/*", "a", "case", "a/b", "a:80", "[::1]", ".", "..", "?", "?a=b", "#", "/#a", "/?#a", "//", "//a", "//a/b", "/a//b", "/./", "/../",
        "/..", "/a/../b", "/a/../../b", "/%2e%2e/", "/%2e", "/%2f", "/%5c", "/\\", "/..\\", "/%", "/%2", "/%zz", "/%00", "/?%00", "/?%", "/?%zz",
        "/%c0%ae", "/%c3%a9", "/%ff", "/%25", "/%252e", "/;a=b", "/:", "/@", "/!$&'()*+,;=", "/[", "/{", "/|", "/^", "/`", "/\"", "/<", "/>",
        "http://a", "http://a/", "http://a/case", "HTTP://a/case", "http://A/case", "http://a:80/case", "http://a:/case", "http://a:81/case",
        "http://b/case", "http://u@a/case", "http://u:p@a/case", "http://@a/case", "http:///case", "http://", "http:", "http:/case",
        "http:case", "https://a/case", "ftp://a/case", "ws://a/case", "urn:a", "//a/case", "http://a?b", "http://a#b", "http://a\\b",
        "http://a b/", "http://[::1]/case", "http://a,b/case", "http://%61/case", "/%63ase", "/a?b?c", "/?a=b;c=d",
    ];

    private static readonly (string Name, string Raw)[] LineEnds =
    [
        ("request line ends in LF", "GET /case HTTP/1.1\nHost: a\r\n\r\n"),
        ("request line ends in CR", "GET /case HTTP/1.1\rHost: a\r\n\r\n"),
        ("request line ends in CR CR LF", "GET /case HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        ("request line ends in LF CR", "GET /case HTTP/1.1\n\rHost: a\r\n\r\n"),
        ("a field ends in LF", "GET /case HTTP/1.1\r\nX: y\nHost: a\r\n\r\n"),
        ("a field ends in CR", "GET /case HTTP/1.1\r\nX: y\rHost: a\r\n\r\n"),
        ("a field ends in CR CR LF", "GET /case HTTP/1.1\r\nX: y\r\r\nHost: a\r\n\r\n"),
        ("the last field ends in LF", "GET /case HTTP/1.1\r\nHost: a\n\r\n"),
        ("the empty line is LF", "GET /case HTTP/1.1\r\nHost: a\r\n\n"),
        ("the empty line is CR", "GET /case HTTP/1.1\r\nHost: a\r\n\r"),
        ("the empty line is CR CR LF", "GET /case HTTP/1.1\r\nHost: a\r\n\r\r\n"),
        ("all lines end in LF", "GET /case HTTP/1.1\nHost: a\n\n"),
        ("a body behind lines that end in LF", "POST /case HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello"),
        ("a space instead of the first field", "GET /case HTTP/1.1\r\n \r\nHost: a\r\n\r\n"),
        ("a space before the first field", "GET /case HTTP/1.1\r\n Host: a\r\n\r\n"),
        ("a space in the empty line", "GET /case HTTP/1.1\r\nHost: a\r\n \r\n\r\n"),
        ("an empty line before", "\r\nGET /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("two empty lines before", "\r\n\r\nGET /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("three empty lines before", "\r\n\r\n\r\nGET /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("LF before", "\nGET /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("CR before", "\rGET /case HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("CR LF behind a body", "POST /case HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\r\n"),
        ("HTTP/1.0 without fields", "GET /case HTTP/1.0\r\n\r\n"),
        ("HTTP/1.0 that lives on", "GET /case HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
        ("HTTP/0.9", "GET /case\r\n\r\n"),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<Case> All =>
    [
        .. Versions.Select(version => Of("LN-08", $"version {version}", $"GET /case {version}")),
        .. Lines.Select(line => Of("LN-05", $"line {line}", line)),
        .. Methods.Select(method => Of(
            method is "CONNECT" or "TRACE" ? "LN-11" : "LN-10", $"method {method}", $"{method} /case HTTP/1.1")),
        .. Targets.Select(target => Of(RowOf(target), $"target {target}", $"GET {target} HTTP/1.1")),
        .. Targets.Take(12).Select(target => Of("LN-11", $"OPTIONS {target}", $"OPTIONS {target} HTTP/1.1")),
        .. Targets.Take(8).Select(target => Of("LN-11", $"CONNECT {target}", $"CONNECT {target} HTTP/1.1")),
        .. LineEnds.Select(one => new Case(
            one.Name.Contains("before", System.StringComparison.Ordinal) ? "LN-03" : "LN-01", one.Name, one.Raw)),
        Of("LN-12", "a request line of 8 KiB", $"GET /{new string('a', 8192 - 14)} HTTP/1.1"),
        Of("LN-12", "a request line of 8 KiB and a byte", $"GET /{new string('a', 8192 - 13)} HTTP/1.1"),
        Of("LN-12", "a request line of 20 KiB", $"GET /{new string('a', 20_000)} HTTP/1.1"),
        Of("LN-10", "a method of 64 letters", $"{new string('G', 64)} /case HTTP/1.1"),
        Of("LN-10", "a method of 65 letters", $"{new string('G', 65)} /case HTTP/1.1"),
    ];

    private static string RowOf(string target) =>
        target.Contains(':', System.StringComparison.Ordinal) && target[0] is not '/' ? "HD-04" : "LN-13";

    private static Case Of(string row, string name, string line) => new(row, name, $"{line}\r\nHost: a\r\n\r\n");
}
