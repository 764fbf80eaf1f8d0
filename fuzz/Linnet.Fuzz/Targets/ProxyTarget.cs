// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Proxy;

namespace Linnet.Fuzz.Targets;

/// <summary>The PROXY header, version 1 or 2.</summary>
internal sealed class ProxyTarget : ITarget
{
    /// <inheritdoc/>
    public string Name => "proxy";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(2048, 0);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN", "\r\n", "192.0.2.1 ", "::1 ", " 65535",
        "\r\n\r\n\0\r\nQUIT\n", "\x21\x11\0\x0c", "\x21\x21\0\x24", "\x20\0\0\0", "\x03\0\x04",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        ProxyHeaderStatus status;
        ProxyHeader header;
        ProxyRejection rejection;
        int received = 0;
        do
        {
            received = pieces.Next(received, input.Length);
            transcript.Count();
            status = ProxyHeaderParser.Parse(input[..received], out header, out rejection);
        }
        while (status == ProxyHeaderStatus.Incomplete && received < input.Length);

        transcript.Add((int)status);
        transcript.Add((int)rejection);
        transcript.Add(header.Length);
        transcript.Add((int)header.Origin);
        transcript.AddText(header.Source?.ToString());
        transcript.AddText(header.Destination?.ToString());
        BreachException.Unless(
            (rejection != ProxyRejection.None) == (status == ProxyHeaderStatus.Rejected), "a refusal has a reason.");
        BreachException.Unless(
            header.Length <= Math.Min(received, ProxyHeaderParser.MaxBytes), "a header is among what has come.");
        BreachException.Unless(
            (header.Length > 0) == (status == ProxyHeaderStatus.Complete), "a header has a length when it is whole.");
        BreachException.Unless(
            status != ProxyHeaderStatus.Complete || (header.Origin == ProxyOrigin.Client) == (header.Source is not null),
            "a client has an address.");
        BreachException.Unless(
            status != ProxyHeaderStatus.Incomplete || input.Length < ProxyHeaderParser.MaxBytes,
            "nobody waits for more than the longest header.");
    }
}
