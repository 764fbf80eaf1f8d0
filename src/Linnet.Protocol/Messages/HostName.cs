// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The one form of a host in which routing, TLS and logs compare and show it: two hosts are the same when these forms are
/// equal character by character. docs/hosts.md is its page. RFC 3986 §6.2.2.1, RFC 5952.
/// </summary>
/// <remarks>
/// The form is reached by rules on ASCII alone. A-labels (<c>xn--…</c>) are never decoded: two decoders can disagree, and a
/// decoded name can look like another one in a log.
/// </remarks>
internal static class HostName
{
    /// <summary>Characters of the longest normal form; <see cref="TryNormalise"/> needs room for as many.</summary>
    public const int MaxChars = 255;

    /// <summary>
    /// Writes the normal form of an authority's host: lower case, no dot at its end, an IPv6 address in brackets and in
    /// the one spelling of RFC 5952. False when the authority is not valid or its name has an empty label.
    /// </summary>
    /// <param name="authority">A <c>host[:port]</c>, without white space around it. The port is checked and left out.</param>
    /// <param name="destination">Where the form goes; room for <see cref="MaxChars"/>.</param>
    /// <param name="length">How many characters it has.</param>
    public static bool TryNormalise(ReadOnlySpan<byte> authority, Span<char> destination, out int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaxChars, nameof(destination));
        length = 0;
        if (!Authority.TryParse(authority, out int hostLength, out _))
        {
            return false;
        }

        ReadOnlySpan<byte> host = authority[..hostLength];
        return host[0] == '['
            ? TryWriteAddress(host[1..^1], destination, out length)
            : TryWriteName(host, destination, out length);
    }

    private static bool TryWriteName(ReadOnlySpan<byte> name, Span<char> destination, out int length)
    {
        length = 0;

        // RFC 1034 §3.1: a dot at the end is the root's empty label, so that "a.example." and "a.example" name one host.
        if (name[^1] == '.')
        {
            name = name[..^1];
        }

        // RFC 1034 §3.1: no label but the root's is empty. Some readers would skip it, others stop at it.
        if (name.IsEmpty || name[0] == '.' || name[^1] == '.' || name.IndexOf(".."u8) >= 0)
        {
            return false;
        }

        // RFC 3986 §6.2.2.1: a host is the same in either case, and lower case is its normal one.
        Ascii.ToLower(name, destination, out length);
        return true;
    }

    private static bool TryWriteAddress(ReadOnlySpan<byte> text, Span<char> destination, out int length)
    {
        length = 0;
        if (!IPAddress.TryParse(text, out IPAddress? address))
        {
            return false;
        }

        // RFC 5952 §4, §5: lower case, no leading zeros, the longest run of zeros as "::", a mapped IPv4 address dotted.
        bool fits = address.TryFormat(destination[1..], out int written);
        Debug.Assert(fits, "An address has at most 45 characters.");
        destination[0] = '[';
        destination[written + 1] = ']';
        length = written + 2;
        return true;
    }
}
