// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Frozen;
using System.Collections.Generic;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>
/// The RFCs this project follows or teaches, all of them current, and what became of those it must not quote.
/// </summary>
internal static class Rfcs
{
    public static FrozenDictionary<int, string> Current { get; } = new Dictionary<int, string>
    {
        // Network and transport
        [768] = "UDP",
        [791] = "IPv4",
        [1034] = "DNS: concepts",
        [1035] = "DNS: names",
        [1122] = "requirements for hosts",
        [1123] = "requirements for hosts: names",
        [2119] = "MUST, SHOULD, MAY",
        [3849] = "IPv6 addresses for documentation",
        [4007] = "IPv6 scoped addresses",
        [4291] = "IPv6 addressing",
        [5737] = "IPv4 addresses for documentation",
        [5890] = "international names: A-labels",
        [5952] = "IPv6 addresses as text",
        [6335] = "port numbers",
        [6724] = "address selection",
        [6761] = "special names: localhost",
        [6890] = "special addresses: loopback",
        [8174] = "MUST in capitals",
        [8200] = "IPv6",
        [8305] = "happy eyeballs",
        [9260] = "SCTP: CRC-32C",
        [9293] = "TCP",

        // Text
        [3629] = "UTF-8",
        [3986] = "URI",
        [4648] = "base64",
        [5234] = "ABNF",
        [5322] = "message format: dates",
        [6838] = "media types",
        [8187] = "parameters beyond ASCII",
        [8259] = "JSON",
        [9239] = "JavaScript media types",

        // HTTP
        [2046] = "multipart",
        [5789] = "PATCH",
        [6265] = "cookies",
        [6266] = "Content-Disposition",
        [6455] = "WebSocket",
        [6454] = "origins",
        [6585] = "428, 429, 431",
        [6750] = "bearer tokens",
        [6797] = "Strict-Transport-Security",
        [7541] = "HPACK",
        [7239] = "Forwarded",
        [7578] = "multipart/form-data",
        [7617] = "basic authentication",
        [7692] = "WebSocket compression",
        [8246] = "immutable",
        [8297] = "103 Early Hints",
        [8615] = "well-known resources",
        [8441] = "WebSocket over HTTP/2",
        [9000] = "QUIC",
        [9001] = "QUIC and TLS",
        [9002] = "QUIC recovery",
        [9110] = "HTTP semantics",
        [9111] = "HTTP caching",
        [9112] = "HTTP/1.1",
        [9113] = "HTTP/2",
        [9114] = "HTTP/3",
        [9204] = "QPACK",
        [9218] = "priorities",
        [9220] = "WebSocket over HTTP/3",
        [9457] = "problem details",
        [9651] = "structured fields",

        // Security
        [6066] = "TLS extensions: SNI, stapling",
        [6960] = "OCSP",
        [7301] = "ALPN",
        [7366] = "TLS: encrypt-then-MAC",
        [7633] = "certificates that must be stapled",
        [8446] = "TLS 1.3",
        [8555] = "ACME",
        [9325] = "secure use of TLS",
        [9525] = "names in certificates",

        // Compression
        [1950] = "zlib",
        [1951] = "deflate",
        [1952] = "gzip",
        [7932] = "Brotli",
        [8878] = "Zstandard",
    }.ToFrozenDictionary();

    public static FrozenDictionary<int, string> Obsolete { get; } = new Dictionary<int, string>
    {
        [793] = "RFC 9293",
        [1945] = "RFC 9112",
        [2068] = "RFC 9110 and 9112",
        [2246] = "RFC 8446",
        [2396] = "RFC 3986",
        [2460] = "RFC 8200",
        [2616] = "RFC 9110 and 9112",
        [2818] = "RFC 9110",
        [4234] = "RFC 5234",
        [4627] = "RFC 8259",
        [5246] = "RFC 8446",
        [7159] = "RFC 8259",
        [7230] = "RFC 9110 and 9112",
        [7231] = "RFC 9110",
        [7232] = "RFC 9110",
        [7233] = "RFC 9110",
        [7234] = "RFC 9111",
        [7235] = "RFC 9110",
        [7540] = "RFC 9113",
        [7807] = "RFC 9457",
    }.ToFrozenDictionary();

    /// <summary>Why a document may not be quoted, or null when it may.</summary>
    public static string? Objection(int number) =>
        Current.ContainsKey(number) ? null
        : Obsolete.TryGetValue(number, out string? successor) ? $"RFC {number} is obsolete: quote {successor}"
        : $"RFC {number} is not among the RFCs this project follows (Rfcs.Current)";
}
