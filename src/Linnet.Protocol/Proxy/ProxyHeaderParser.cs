// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Reads the header that a proxy puts before the first byte of a connection to say for whom it connects: the PROXY
/// protocol, versions 1 (a line) and 2 (binary), as specified in HAProxy's proxy-protocol.txt.
/// </summary>
/// <remarks>
/// Keeps nothing between calls: a header is so short that reading it from its start again, when more has come, costs less
/// than a state would. A header is refused at the first byte that no header has there, so every split of the bytes gives
/// the same answer. Whether to look for a header is never guessed from the bytes (§5): who may send one is configured.
/// </remarks>
internal static class ProxyHeaderParser
{
    /// <summary>The longest header that is taken, of either version.</summary>
    public const int MaxBytes = ProxyHeaderBinary.MaxBytes;

    /// <summary>Reads a header.</summary>
    /// <param name="buffer">The connection's bytes from its first one on.</param>
    /// <param name="header">What it says, when it is whole.</param>
    /// <param name="rejection">Why it is refused, when it is.</param>
    public static ProxyHeaderStatus Parse(ReadOnlySpan<byte> buffer, out ProxyHeader header, out ProxyRejection rejection)
    {
        header = default;
        if (BeginsLike(buffer, ProxyHeaderText.Signature))
        {
            rejection = ProxyHeaderText.Parse(buffer, out header);
        }
        else if (BeginsLike(buffer, ProxyHeaderBinary.Signature))
        {
            rejection = ProxyHeaderBinary.Parse(buffer, out header);
        }
        else
        {
            rejection = ProxyRejection.NoHeader;
        }

        if (rejection != ProxyRejection.None)
        {
            return ProxyHeaderStatus.Rejected;
        }

        return header.Length == 0 ? ProxyHeaderStatus.Incomplete : ProxyHeaderStatus.Complete;
    }

    private static bool BeginsLike(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> signature) =>
        signature.StartsWith(buffer[..Math.Min(buffer.Length, signature.Length)]);
}
