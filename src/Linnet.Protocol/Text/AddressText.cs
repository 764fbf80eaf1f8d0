// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Linnet.Protocol.Text;

/// <summary>
/// IP addresses as the RFCs write them and in no other way. The base library's parser also takes <c>127.1</c>,
/// <c>0x7f.0.0.1</c>, <c>010.0.0.1</c>, brackets, zones and prefixes; what one program reads so, another reads otherwise.
/// </summary>
internal static class AddressText
{
    private const int MaxIPv6Bytes = 45;

    private static readonly SearchValues<byte> IPv6Bytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Reads an address of either family.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IPAddress? address) =>
        text.Contains((byte)':') ? TryParseIPv6(text, out address) : TryParseIPv4(text, out address);

    /// <summary>Reads four decimal numbers without leading zeros. RFC 3986 §3.2.2, "IPv4address".</summary>
    public static bool TryParseIPv4(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        Span<byte> bytes = stackalloc byte[4];
        for (int index = 0; index < bytes.Length; index++)
        {
            int end = index < bytes.Length - 1 ? text.IndexOf((byte)'.') : text.Length;
            if (end < 0 || !DecimalInteger.TryParseCanonical(text[..end], byte.MaxValue, out int number))
            {
                return false;
            }

            bytes[index] = (byte)number;
            text = text[Math.Min(end + 1, text.Length)..];
        }

        address = new IPAddress(bytes);
        return true;
    }

    /// <summary>Reads an IPv6 address without brackets and zone. RFC 4291 §2.2.</summary>
    public static bool TryParseIPv6(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text.Length <= MaxIPv6Bytes
            && text.Contains((byte)':')
            && !text.ContainsAnyExcept(IPv6Bytes)
            && IPAddress.TryParse(text, out address);
    }
}
