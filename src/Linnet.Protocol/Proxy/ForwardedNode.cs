// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Net;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// One end of a connection as a proxy writes it: an address, with a port or not, or a word in its place. RFC 7239 §6.
/// </summary>
internal static class ForwardedNode
{
    private static readonly SearchValues<byte> ObfuscatedBytes = SearchValues.Create(
        "-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads a node of Forwarded; false when it is malformed. A node may have no address.</summary>
    /// <remarks>
    /// <code>
    ///   node     = nodename [ ":" node-port ]
    ///   nodename = IPv4address / "[" IPv6address "]" / "unknown" / obfnode
    ///   obfnode  = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
    /// </code>
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<byte> node, out IPAddress? address)
    {
        address = null;
        int colon = node.LastIndexOf((byte)':');
        if (colon > node.LastIndexOf((byte)']'))
        {
            if (!IsPort(node[(colon + 1)..]))
            {
                return false;
            }

            node = node[..colon];
        }

        // RFC 7239 §6.2, §6.3: who it is is not known, or is not told.
        if (Ascii.EqualsIgnoreCase(node, "unknown"u8) || IsObfuscated(node))
        {
            return true;
        }

        return node is [(byte)'[', .., (byte)']']
            ? TryParseIPv6(node[1..^1], out address)
            : AddressText.TryParseIPv4(node, out address);
    }

    /// <summary>
    /// Reads an element of X-Forwarded-For, which no RFC describes: a node, or an IPv6 address without brackets, as nearly
    /// everybody writes it.
    /// </summary>
    public static bool TryParseBare(ReadOnlySpan<byte> node, out IPAddress? address) =>
        TryParseIPv6(node, out address) || TryParse(node, out address);

    private static bool TryParseIPv6(ReadOnlySpan<byte> text, out IPAddress? address)
    {
        bool isAddress = AddressText.TryParseIPv6(text, out address);

        // A proxy that listens on IPv6 alone writes ::ffff:192.0.2.1 for 192.0.2.1.
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return isAddress;
    }

    private static bool IsPort(ReadOnlySpan<byte> port) =>
        IsObfuscated(port) || (port.Length <= 5 && DecimalInteger.TryParse(port, out long number) && number <= ushort.MaxValue);

    private static bool IsObfuscated(ReadOnlySpan<byte> name) =>
        name.Length > 1 && name[0] == '_' && !name.ContainsAnyExcept(ObfuscatedBytes);
}
