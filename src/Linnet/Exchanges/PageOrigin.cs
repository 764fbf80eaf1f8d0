// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Exchanges;

/// <summary>Whether the page that a browser's request comes from may make it. RFC 6454.</summary>
internal static class PageOrigin
{
    private const string Everybody = "*";

    /// <summary>True for this server's own pages, for those in a list, and for who says no origin: that is no browser.</summary>
    public static bool IsAllowed(HttpRequest request, IReadOnlyList<string> allowedOrigins) =>
        request.Headers.Origin is not { } origin || IsListed(origin, allowedOrigins) || IsOwn(request, origin);

    /// <summary>
    /// The same for requests that a form of any page could make: a browser that says more than the origin (Fetch Metadata) is
    /// believed, also behind a proxy that changes the host.
    /// </summary>
    public static bool MayChange(HttpRequest request, IReadOnlyList<string> allowedOrigins)
    {
        bool saysSite = request.Headers.TryGetBytes("Sec-Fetch-Site"u8, out ReadOnlySpan<byte> site);
        if (saysSite && site.SequenceEqual("same-origin"u8))
        {
            return true;
        }

        // "none" is a visitor who typed or reloaded; all else is another page, which has to be listed.
        return saysSite && !site.SequenceEqual("none"u8)
            ? request.Headers.Origin is { } origin && IsListed(origin, allowedOrigins)
            : IsAllowed(request, allowedOrigins);
    }

    private static bool IsListed(string origin, IReadOnlyList<string> allowedOrigins)
    {
        foreach (string allowed in allowedOrigins)
        {
            if (allowed is Everybody || string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // RFC 6454 §5: scheme, host and port are the same. As browsers write it: no port that goes without saying.
    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate($"{request.Scheme}://{request.Authority}", UriKind.Absolute, out Uri? own)
        && string.Equals(own.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
