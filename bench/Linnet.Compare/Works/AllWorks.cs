// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Linnet.Compare.Peers;

namespace Linnet.Compare.Works;

/// <summary>The works, in the order of the report.</summary>
internal static class AllWorks
{
    private static readonly IWork[] All =
    [
        new WrkWork("keepalive", "13 bytes of text, a request at a time", "/plaintext"),
        new WrkWork("pipelined", "the same, sixteen requests at once", "/plaintext", "pipelined.lua"),
        new WrkWork("close", "the same, a connection per request", "/plaintext", header: "Connection: close"),
        new WrkWork("https", "the first over TLS", $"{Ports.OverTls}/plaintext"),
        new WrkWork(
            "handshake",
            "the same, a connection and a resumed handshake per request",
            $"{Ports.OverTls}/plaintext",
            header: "Connection: close"),
        new WrkWork("hello", "a route with a parameter", "/hello/world"),
        new WrkWork("json", "a small struct as JSON", "/json"),
        new WrkWork("headers", "13 bytes of text for a request of 100 fields", "/plaintext", "headers.lua"),
        new WrkWork("echo", "1 KiB sent and sent back", "/echo", "echo.lua"),
        new WrkWork("body100k", "100 KiB out of memory (nginx: of a file)", "/100k"),
        new WrkWork("file10k", "a file of 10 KiB", "/f/10k.html"),
        new WrkWork("file1m", "a file of 1 MiB", "/f/1m.bin"),
        new IdleWork(new WrkWork("idle", "13 bytes of text beside many connections that only wait", "/plaintext")),
        new IdleWork(new WrkWork(
            "idle-https", "13 bytes of text over TLS beside many connections that only wait", $"{Ports.OverTls}/plaintext")),
        new LatencyWork("latency", "13 bytes of text at a fixed rate", "/plaintext"),
        new BlockedWork(new LatencyWork(
            "blocked", "13 bytes of text at a fixed rate, beside as many connections again that block for 100 ms", "/plaintext")),
        new StartWork("start", "from the start of the process to the first response", "/plaintext"),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(work => work.Name)];

    /// <summary>The work of that name.</summary>
    public static IWork Find(string name) => Array.Find(All, work => string.Equals(work.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such work.");
}
