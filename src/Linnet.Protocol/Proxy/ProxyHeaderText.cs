// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Net;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Version 1 of the PROXY protocol (§2.1), one line:
/// <code>
///   PROXY TCP4 192.0.2.1 198.51.100.7 56324 443 CR LF
///   PROXY TCP6 2001:db8::1 2001:db8::2 56324 443 CR LF
///   PROXY UNKNOWN [anything] CR LF
/// </code>
/// </summary>
internal static class ProxyHeaderText
{
    // PROXY protocol §2.1: the longest line, its CR LF included.
    private const int MaxBytes = 107;

    /// <summary>What every line begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "PROXY "u8;

    /// <summary>Reads a line that begins like <see cref="Signature"/>; its length is 0 while it is not whole.</summary>
    public static ProxyRejection Parse(ReadOnlySpan<byte> buffer, out ProxyHeader header)
    {
        header = default;
        ReadOnlySpan<byte> window = buffer[..Math.Min(buffer.Length, MaxBytes)];
        int end = window.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || window[end..] is [(byte)'\r'])
        {
            return window.Length == MaxBytes ? ProxyRejection.LineTooLong : ProxyRejection.None;
        }

        // PROXY protocol §2.1: a single CR or LF must not be tolerated.
        return window[end..].StartsWith("\r\n"u8)
            ? ParseLine(window[Signature.Length..end], end + 2, out header)
            : ProxyRejection.BareLineEnd;
    }

    private static ProxyRejection ParseLine(ReadOnlySpan<byte> line, int length, out ProxyHeader header)
    {
        ReadOnlySpan<byte> protocol = TakeWord(ref line, out bool hasMore);
        if (protocol.SequenceEqual("UNKNOWN"u8))
        {
            // PROXY protocol §2.1: what stands between this word and the line's end is ignored.
            header = new ProxyHeader(length, ProxyOrigin.Unknown);
            return ProxyRejection.None;
        }

        header = default;
        bool isIPv6 = protocol.SequenceEqual("TCP6"u8);
        return hasMore && (isIPv6 || protocol.SequenceEqual("TCP4"u8))
            ? ParseEnds(line, isIPv6, length, out header)
            : ProxyRejection.InvalidProtocol;
    }

    private static ProxyRejection ParseEnds(ReadOnlySpan<byte> line, bool isIPv6, int length, out ProxyHeader header)
    {
        header = default;
        if (!TryTakeAddress(ref line, isIPv6, out IPAddress? source)
            || !TryTakeAddress(ref line, isIPv6, out IPAddress? destination))
        {
            return ProxyRejection.InvalidAddress;
        }

        if (!TryTakePort(ref line, out int sourcePort, out bool hasMore)
            || !hasMore
            || !TryTakePort(ref line, out int destinationPort, out hasMore))
        {
            return ProxyRejection.InvalidPort;
        }

        if (hasMore)
        {
            return ProxyRejection.TrailingText;
        }

        header = new ProxyHeader(
            length,
            ProxyOrigin.Client,
            new IPEndPoint(source, sourcePort),
            new IPEndPoint(destination, destinationPort));
        return ProxyRejection.None;
    }

    private static bool TryTakeAddress(
        ref ReadOnlySpan<byte> line, bool isIPv6, [NotNullWhen(true)] out IPAddress? address)
    {
        ReadOnlySpan<byte> word = TakeWord(ref line, out bool hasMore);

        // HAProxy writes an IPv4 client of an IPv6 listener as ::ffff:192.0.2.1, so the dotted form is taken too.
        bool isAddress = isIPv6
            ? AddressText.TryParseIPv6(word, out address)
            : AddressText.TryParseIPv4(word, out address);
        return isAddress && hasMore;
    }

    private static bool TryTakePort(ref ReadOnlySpan<byte> line, out int port, out bool hasMore) =>
        DecimalInteger.TryParseCanonical(TakeWord(ref line, out hasMore), ushort.MaxValue, out port);

    /// <summary>Takes the bytes up to the next space, and the space.</summary>
    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line, out bool hasMore)
    {
        int space = line.IndexOf((byte)' ');
        hasMore = space >= 0;
        ReadOnlySpan<byte> word = hasMore ? line[..space] : line;
        line = hasMore ? line[(space + 1)..] : [];
        return word;
    }
}
