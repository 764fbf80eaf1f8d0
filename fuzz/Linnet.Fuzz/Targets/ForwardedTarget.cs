// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// What proxies say of their clients, in field lines. Bit 0 of the input's first byte says whether they write Forwarded or
/// the X- fields; those in 10.0.0.0/8 and fd00::/8 are trusted.
/// </summary>
internal sealed class ForwardedTarget : ITarget
{
    private static readonly HeadLimits Limits = new();
    private static readonly ForwardingRules Standard = new(IsTrusted) { ReadsForwarded = true };
    private static readonly ForwardingRules Separate = new(IsTrusted)
    {
        ReadsAddress = true,
        ReadsScheme = true,
        ReadsHost = true,
    };

    /// <inheritdoc/>
    public string Name => "forwarded";

    /// <inheritdoc/>
    public bool IsSplit => false;

    // An address is an object, and the shortest has two letters and a comma.
    /// <inheritdoc/>
    public MemoryBound Memory => new(4096, 96);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "Forwarded: ", "X-Forwarded-For: ", "X-Forwarded-Proto: ", "X-Forwarded-Host: ", "for=", "proto=https", "host=a",
        "by=_x", "for=\"[fd00::1]:80\"", "10.0.0.1", "192.0.2.1", "unknown", "; ", ", ", "\r\n",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        byte[] message = [.. "GET / HTTP/1.0\r\n"u8, .. input[1..], .. "\r\n\r\n"u8];
        RequestHead head = new();
        head.Clear();
        if (new RequestHeadParser(Limits).Parse(message, head) != ParseResult.Complete)
        {
            return;
        }

        ForwardedRequest request = ForwardedReader.Read(
            message, head.Fields.Fields, (input[0] & 1) == 0 ? Standard : Separate);
        transcript.Add(request.NamesClient);
        transcript.AddText(request.Address?.ToString());
        transcript.Add((int?)request.Scheme ?? -1);
        transcript.AddField(request.Host);
        BreachException.Unless(request.NamesClient || request.Address is null, "an address is that of a client.");
        BreachException.Unless(
            request.Host.IsEmpty || Authority.TryParse(request.Host, out _, out _), "a host is valid.");
    }

    private static bool IsTrusted(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && bytes[0] is 10 or 0xfd;
    }
}
