// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet.Testing;

/// <summary>What a <see cref="MemoryConnection"/> pair is like.</summary>
public sealed record MemoryOptions
{
    /// <summary>Bytes that may be under way in each direction before a sender waits.</summary>
    public int WindowBytes { get; init; } = 64 * 1024;

    /// <summary>How bytes reach the server's end.</summary>
    public Delivery ToServer { get; init; } = Delivery.Whole;

    /// <summary>How bytes reach the client's end.</summary>
    public Delivery ToClient { get; init; } = Delivery.Whole;

    /// <summary>Where the client's end is: for what counts or lets in clients by their address.</summary>
    public IPEndPoint Client { get; init; } = new(IPAddress.Loopback, 50_000);

    /// <summary>Where the server's end is.</summary>
    public IPEndPoint Server { get; init; } = new(IPAddress.Loopback, 80);

    /// <summary>
    /// Runs whoever waits within the call that ends its wait: when a send returns, the other side has done all it can do
    /// with the bytes. So a test with a clock of its own knows when to move it. False for tests of real concurrency.
    /// </summary>
    public bool IsInline { get; init; } = true;
}
