// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Protocol.Messages;
using Xunit;
using static Linnet.Protocol.Messages.RequestRejection;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>The chunked coding, and every known way to be of two minds about it.</summary>
internal static class ChunkProbes
{
    public static TheoryData<Probe> All => [.. LineEnds, .. Sizes, .. Extensions, .. TrailerSections];

    private static IEnumerable<Probe> LineEnds =>
    [
        Refused("CH-01", "1;a\nX\r\n1\r\na\r\n0\r\n\r\n", InvalidChunkExtension),
        Refused("CH-01", "1;\na\r\nb\r\n0\r\n\r\n", InvalidChunkExtension),
        Refused("CH-02", "1\na\r\n0\r\n\r\n", InvalidChunkLineEnd),
        Refused("CH-02", "0\n\r\n", InvalidChunkLineEnd),
        Refused("CH-03", "1\ra\r\n0\r\n\r\n", InvalidChunkLineEnd),
        Refused("CH-03", "1;a\rb\r\na\r\n0\r\n\r\n", InvalidChunkLineEnd),
        Refused("CH-04", "1\r\na\n0\r\n\r\n", InvalidChunkDataEnd),
        Refused("CH-04", "1\r\naXY0\r\n\r\n", InvalidChunkDataEnd),
        Refused("CH-04", "1\r\na\rY0\r\n\r\n", InvalidChunkDataEnd),
        Refused("CH-04", "1\r\nab\r\n0\r\n\r\n", InvalidChunkDataEnd),
    ];

    private static IEnumerable<Probe> Sizes =>
    [
        .. new[] { "0x1", "+1", "-1", "1_0", " 1", "", "g", "\u0661" }
            .Select(size => Refused("CH-05", $"{size}\r\na\r\n0\r\n\r\n", InvalidChunkSize)),
        Refused("CH-06", "1 \r\na\r\n0\r\n\r\n", InvalidChunkLineEnd, InvalidChunkExtension),
        Refused("CH-07", "8000000000000000\r\na\r\n0\r\n\r\n", ChunkSizeTooLarge),
        Refused("CH-07", "ffffffffffffffff\r\na\r\n0\r\n\r\n", ChunkSizeTooLarge),
        Refused("CH-07", "10000000000000001\r\na\r\n0\r\n\r\n", ChunkSizeTooLarge),
        Refused("CH-07", "00000000000000001\r\na\r\n0\r\n\r\n", ChunkSizeTooLarge),
        Refused("CH-07", "7fffffffffffffff\r\na\r\n0\r\n\r\n", BodyTooLarge),
        Refused("FR-06", "1c9c381\r\na\r\n0\r\n\r\n", BodyTooLarge),
        Served("CH-07", "0000000000000003\r\nabc\r\n0000000000000000\r\n\r\n", "abc"),
    ];

    private static IEnumerable<Probe> Extensions =>
    [
        Refused("CH-08", $"1;{new string('a', 1024)}\r\na\r\n0\r\n\r\n", ChunkExtensionsTooLong),
        Served("CH-08", $"1;{new string('a', 1023)}\r\na\r\n0\r\n\r\n", "a"),
        Refused(
            "CH-08",
            string.Concat(Enumerable.Repeat($"1;{new string('a', 99)}\r\na\r\n", 11)) + "0\r\n\r\n",
            ChunkExtensionsTooLong),
        Refused("CH-09", "1;\r\na\r\n0\r\n\r\n", InvalidChunkLineEnd, InvalidChunkExtension),
        Refused("CH-09", "1;a\0\r\na\r\n0\r\n\r\n", InvalidChunkExtension),
        Refused("CH-09", "1;a=\u0001\r\na\r\n0\r\n\r\n", InvalidChunkExtension),
        Refused("CH-09", "1;a=\"b\r\na\r\n0\r\n\r\n", InvalidChunkExtension),
        Served("CH-10", "1;a=\"b;c\"\r\na\r\n0\r\n\r\n", "a"),
        Served("CH-10", "1;a=\"b\\\"c\"\r\na\r\n0;x\r\n\r\n", "a"),
    ];

    private static IEnumerable<Probe> TrailerSections =>
    [
        .. new[] { "Content-Length: 99", "Transfer-Encoding: gzip", "Host: b", "Authorization: x", "Cookie: x", }
            .Concat(["Connection: close", "Content-Type: x"])
            .Select(trailer => Served("CH-11", $"1\r\na\r\n0\r\n{trailer}\r\n\r\n", "a")),
        Refused("CH-12", "0\r\nnocolon\r\n\r\n", MissingColon),
        Refused("CH-13", "0\r\nA: b\n\r\n", BareLineFeed),
        Refused("CH-13", "0\r\nA: b\r\n\n", BareLineFeed),
        Refused("CH-13", "0\r\n\n", BareLineFeed),
        Refused("CH-13", "0\r\nA: b\rc\r\n\r\n", BareCarriageReturn),
        Refused("FR-15", "0\r\nA: b\r\n c\r\n\r\n", ObsoleteLineFolding),
        Refused("CH-14", $"0\r\nA: {new string('b', 8190)}\r\n\r\n", TrailersTooLarge),
        Refused("CH-14", "0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 21)) + "\r\n", TrailersTooLarge),
        Served("CH-14", "0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 20)) + "\r\n", ""),
    ];

    private static Probe Refused(string id, string body, RequestRejection rejection, RequestRejection? other = null) =>
        Probe.Refused(id, Shorten(body), Request(body), other ?? rejection);

    private static Probe Served(string id, string body, string content) =>
        Probe.Served(id, Shorten(body), Request(body), content);

    private static string Shorten(string body) => body.Length <= 40 ? body : $"{body[..40]}… of {body.Length}";

    private static string Request(string body) =>
        $"POST /probe HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}";
}
