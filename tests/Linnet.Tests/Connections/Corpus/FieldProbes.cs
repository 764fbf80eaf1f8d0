// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Protocol.Messages;
using Xunit;
using static Linnet.Protocol.Messages.RequestRejection;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>Host and the other header fields.</summary>
internal static class FieldProbes
{
    public static TheoryData<Probe> All => [.. Hosts, .. WholeTargets, .. Fields, .. Sizes];

    private static IEnumerable<Probe> Hosts =>
    [
        Refused("HD-01", "GET / HTTP/1.1\r\n\r\n", MissingHost),
        Refused("HD-01", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", MultipleHosts),
        Refused("HD-01", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", MultipleHosts),
        Refused("HD-01", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", MultipleHosts),
        .. new[] { "a/b", "u@a", "a,b", "a b", "a%2fb", "a:99999", "a:8x", "a:-1", "a:80:80", "[::1", "[::1%eth0]", "" }
            .Concat(["a\u00e9", "a\\b", "http://a", "a?b", "a#b", "[a]", ":80"])
            .Select(host => Refused(host.Length == 0 ? "HD-03" : "HD-02", WithHost(host), InvalidHost)),
        Refused("HD-02", WithHost("a\0b"), InvalidFieldValue),
        Probe.Served("HD-07", "trailing dot", WithHost("a.")),
        Probe.Served("HD-07", "punycode", WithHost("xn--bcher-kva.example:8080")),
        Probe.Served("HD-07", "IPv6", WithHost("[2001:db8::1]:80")),
    ];

    private static IEnumerable<Probe> WholeTargets =>
    [
        Refused("HD-04", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", HostMismatch),
        Refused("HD-04", "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n", HostMismatch),
        Probe.Served("HD-04", "the same host", "GET http://a/ HTTP/1.1\r\nHost: A:80\r\n\r\n"),
        Refused("HD-05", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", UserInformationInTarget),
        Refused("HD-05", "GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n", UserInformationInTarget),
        Refused("HD-05", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", UnsupportedScheme),
        Refused("HD-05", "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", MisdirectedScheme),
        Refused("HD-05", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n", InvalidTargetAuthority),
    ];

    private static IEnumerable<Probe> Fields =>
    [
        Probe.RefusedField("HD-08", ": a", EmptyFieldName),
        Probe.RefusedField("HD-08", "a", MissingColon),
        Probe.RefusedField("HD-08", "a b: c", InvalidFieldName),
        Probe.RefusedField("HD-08", "a\u00e9: c", InvalidFieldName),
        Probe.RefusedField("HD-08", "a\0: c", InvalidFieldName),
        Probe.RefusedField("HD-08", "(a): c", InvalidFieldName),
        .. new[] { "\0", "\u0001", "\u001b", "\u007f", "\b" }
            .Select(value => Probe.RefusedField("HD-09", $"X: a{value}b", InvalidFieldValue)),
        Probe.RefusedField("HD-09", "X: a\rb", BareCarriageReturn),
        Probe.RefusedField("HD-09", "X: a\nb", BareLineFeed),
        Probe.Served("HD-09", "tab and obs-text", "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\u00e9\u0080\r\n\r\n"),
        Probe.Served("HD-17", "a thousand cookies", Cookies(1000)),
    ];

    private static IEnumerable<Probe> Sizes =>
    [
        Refused("HD-10", Many(101), TooManyFields),
        Probe.Served("HD-10", "100 fields", Many(100)),
        Refused("HD-10", OneLine(8193), FieldLineTooLong),
        Probe.Served("HD-10", "a line of 8 KiB", OneLine(8192)),
        Refused("HD-10", Total((32 * 1024) + 1), HeadTooLarge),
        Probe.Served("HD-10", "32 KiB of fields", Total(32 * 1024)),
        Refused("HD-10", $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('a', 50_000)}", FieldLineTooLong),
    ];

    private static string WithHost(string host) => $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n";

    private static string Cookies(int pairs) =>
        $"GET / HTTP/1.1\r\nHost: a\r\nCookie: {string.Join("; ", Enumerable.Range(0, pairs).Select(i => $"{i}=\""))}\r\n\r\n";

    private static string Many(int fields) =>
        $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", fields - 1))}\r\n";

    private static string OneLine(int bytes) =>
        $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('y', bytes - "X: ".Length)}\r\n\r\n";

    /// <summary>Field lines that make so many bytes together, with their line ends.</summary>
    private static string Total(int bytes)
    {
        const int Line = 4096;
        string fields = "Host: a\r\n";
        while (fields.Length + Line < bytes)
        {
            fields += $"X: {new string('y', Line - 5)}\r\n";
        }

        fields += $"X: {new string('y', bytes - fields.Length - 5)}\r\n";
        return $"GET / HTTP/1.1\r\n{fields}\r\n";
    }

    private static Probe Refused(string id, string raw, RequestRejection rejection) =>
        Probe.Refused(id, raw.Length <= 60 ? raw : $"{raw[..60]}… of {raw.Length}", raw, rejection);
}
