// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Exhaustion;

/// <summary>One way to leave a server without something.</summary>
/// <param name="Name">What it is left without.</param>
/// <param name="Bounds">What its process may have.</param>
/// <param name="Log">Where its access log goes; into none when it has no name.</param>
/// <param name="CrowdAsync">Brings it about, at an address, until it is cancelled.</param>
internal sealed record Shortage(
    string Name, ProcessBounds Bounds, string Log, Func<string, CancellationToken, Task> CrowdAsync)
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Shortage> All { get; } =
    [
        new("descriptors: 256, and 600 clients", new ProcessBounds(256, null), "", (address, ending) =>
            Crowd.RunAsync(address, 600, "GET / HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending)),
        new("memory: a heap of 96 MiB, and handlers that keep 400 MiB", new ProcessBounds(null, 96 * Mebibyte), "", (address, ending) =>
            Crowd.RunAsync(address, 400, "POST /bad/hoard HTTP/1.1\r\nHost: load\r\nContent-Length: 1048576\r\n\r\n", Mebibyte, ending)),
        new("disk: a log on a full one", ProcessBounds.None, "/dev/full", (address, ending) =>
            Crowd.RunAsync(address, 8, "GET / HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending)),
        new("threads: handlers that block 1,000", ProcessBounds.None, "", (address, ending) =>
            Crowd.RunAsync(address, 1000, "GET /bad/block HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending)),
        new("handlers that throw, never end, or go 5,000 deep: 100 each", ProcessBounds.None, "", (address, ending) =>
            Task.WhenAll(
                Crowd.RunAsync(address, 100, "GET /bad/throw HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending),
                Crowd.RunAsync(address, 100, "GET /bad/hang HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending),
                Crowd.RunAsync(address, 100, "GET /bad/recurse HTTP/1.1\r\nHost: load\r\n\r\n", 0, ending))),
    ];
}
