// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

namespace Linnet.Fuzz.Differential;

/// <summary>The chunked coding.</summary>
internal static class ChunkCases
{
    private static readonly string[] SizeLines =
    [
        "5\r\n", "05\r\n", "0000000000000005\r\n", "00000000000000005\r\n", "5\n", "5\r", "5\r\r\n", "\n5\r\n", "\r\n5\r\n", " 5\r\n",
        "5 \r\n", "5\t\r\n", "5\v\r\n", "5\0\r\n", "+5\r\n", "-5\r\n", "0x5\r\n", "5h\r\n", "5_\r\n", "5.\r\n", "5,\r\n", "5:\r\n", "\r\n",
        "\u00b5\r\n", "g\r\n", "FFFFFFFFFFFFFFFF\r\n", "FFFFFFFFFFFFFFFFF\r\n", "7FFFFFFFFFFFFFFF\r\n", "8000000000000000\r\n",
        "100000000\r\n", "10000000000000005\r\n", "\"5\"\r\n", "5 5\r\n", "5\r\n ", "00000005\r\n",
    ];

    private static readonly string[] Extensions =
    [
        ";a", ";a=b", ";a=\"b\"", "; a=b", ";a =b", ";a= b", " ;a=b", "\t;\ta", ";", ";;", ";=", ";a=", ";=b", ";a=b;c", ";a=\"b;c\"",
        ";a=\"b\\\"c\"", ";a=\"b", ";a=\"b\r\nc\"", ";a=\"\u00e9\"", ";\u00e9", ";a=\u00e9", ";a\0", ";a\u007f", ";a=b c", ";a,b", ";a\rb",
        ";a\nb", ";a=\"\0\"", ";a=\"\u0001\"", ";a=\"\t\"", ";a=b\n", ";{}", ";a=\"\"", " a", "a=b;c",
    ];

    private static readonly string[] Ends = ["\n", "\r", "", "XX", "\r\n\r\n", "\n\r", "\r\r\n", " \r\n", "\0\0", "\r\nX"];

    private static readonly string[] Trailers =
    [
        "", "X: y\r\n", "X:y\r\nZ: w\r\n", "X: y\n", "X\r\n", ": y\r\n", "X : y\r\n", " X: y\r\n", "X: y\r\n z\r\n", "X: \0\r\n", "X: \u0001\r\n",
        "\u00e9: y\r\n", "X: \u00e9\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "X: y\rz\r\n",
        "Connection: close\r\n", "Expect: 100-continue\r\n", "Trailer: X\r\n",
    ];

    private static readonly string[] LastLines =
        ["0\r\n\r\n", "00\r\n\r\n", "0\n\r\n", "0\r\n\n", "0\n\n", "0;a\r\n\r\n", "0;a=b\r\n\r\n", "0 \r\n\r\n", "-0\r\n\r\n", "0\r\n\r"];

    /// <summary>The cases.</summary>
    public static IEnumerable<Case> All =>
    [
        .. SizeLines.Select(line => In("CH-05", $"size line {line}", $"{line}hello\r\n0\r\n\r\n")),
        .. Extensions.Select(extension => In("CH-09", $"extension {extension}", $"5{extension}\r\nhello\r\n0\r\n\r\n")),
        .. Ends.Select(end => In("CH-04", $"data and then {end}", $"5\r\nhello{end}0\r\n\r\n")),
        .. Trailers.Select(lines => In("CH-12", $"trailers {lines}", $"5\r\nhello\r\n0\r\n{lines}\r\n")),
        .. LastLines.Select(line => In("CH-13", $"last chunk {line}", $"5\r\nhello\r\n{line}")),
        In("CH-08", "an extension of 1 KiB", $"5;{new string('a', 1023)}\r\nhello\r\n0\r\n\r\n"),
        In("CH-08", "an extension of 1 KiB and a byte", $"5;{new string('a', 1024)}\r\nhello\r\n0\r\n\r\n"),
        In("CH-08", "an extension of 16 KiB", $"5;{new string('a', 16 * 1024)}\r\nhello\r\n0\r\n\r\n"),
        In("CH-14", "20 trailers", $"0\r\n{Many(20)}\r\n"),
        In("CH-14", "21 trailers", $"0\r\n{Many(21)}\r\n"),
        In("CH-14", "a trailer of 9 KiB", $"0\r\nX: {new string('a', 9 * 1024)}\r\n\r\n"),
        In("CH-15", "200 chunks of a byte", string.Concat(Enumerable.Repeat("1\r\na\r\n", 200)) + "0\r\n\r\n"),
    ];

    private static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(index => $"X{index}: y\r\n"));

    private static Case In(string row, string name, string body) =>
        new(row, name, $"POST /case HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
}
