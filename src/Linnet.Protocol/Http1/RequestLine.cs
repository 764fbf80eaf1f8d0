// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>The part of a request line after the method: <c>request-target SP HTTP-version</c>. RFC 9112 §3.</summary>
internal static class RequestLine
{
    private const int VersionLength = 8;

    /// <summary>Reads target and version of a whole line into <paramref name="head"/>, which has its method.</summary>
    /// <param name="message">The message up to the end of the line.</param>
    /// <param name="start">First byte after the space that follows the method.</param>
    /// <param name="scheme">What the connection serves.</param>
    /// <param name="tolerated">Faults for which it is not refused.</param>
    /// <param name="head">Filled in.</param>
    public static RequestRejection Parse(
        ReadOnlySpan<byte> message, int start, UriScheme scheme, Leniency tolerated, RequestHead head)
    {
        ReadOnlySpan<byte> rest = message[start..];
        int space = rest.IndexOf((byte)' ');

        // RFC 9112 §3: single spaces only. A recipient MAY split on white space instead; whoever does disagrees with
        // whoever does not about what the target is. No second space at all is HTTP/0.9.
        if (space <= 0)
        {
            return RequestRejection.InvalidRequestLine;
        }

        ReadOnlySpan<byte> version = rest[(space + 1)..];
        if (version.StartsWith(" "u8) && (tolerated & Leniency.SpacesBeforeVersion) != 0)
        {
            // RFC 9112 §3: a recipient MAY do so. Spaces only, and only here: what the target is stays beyond doubt.
            head.Tolerated |= Leniency.SpacesBeforeVersion;
            version = version.TrimStart((byte)' ');
        }

        RequestRejection rejection = ParseVersion(version, head);
        if (rejection != RequestRejection.None)
        {
            return rejection;
        }

        return ParseTarget(rest[..space], start, scheme, head);
    }

    private static RequestRejection ParseTarget(
        ReadOnlySpan<byte> target, int start, UriScheme scheme, RequestHead head)
    {
        // RFC 9110 §9.3.6: an origin server that is no proxy has nothing to connect to. It is said before the target
        // is judged, because CONNECT's target has a form of its own.
        if (head.Method == KnownMethod.Connect)
        {
            return RequestRejection.ConnectNotSupported;
        }

        RequestRejection rejection = RequestTarget.Parse(target, head.Method, scheme, out RequestTarget parsed);
        head.SetTarget(parsed, start, target.Length);
        return rejection;
    }

    private static RequestRejection ParseVersion(ReadOnlySpan<byte> version, RequestHead head)
    {
        // RFC 9112 §2.3: HTTP-version is case-sensitive, with one digit on each side of the dot.
        if (version.Length != VersionLength
            || !version.StartsWith("HTTP/"u8)
            || !char.IsAsciiDigit((char)version[5])
            || version[6] != '.'
            || !char.IsAsciiDigit((char)version[7]))
        {
            return RequestRejection.InvalidVersion;
        }

        if (version[5] != '1')
        {
            return RequestRejection.UnsupportedVersion;
        }

        // RFC 9110 §6.2: a higher minor version is processed as the highest one we know of the same major version.
        head.SetVersion(version[7] == '0' ? 0 : 1);
        return RequestRejection.None;
    }
}
