// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Proxy;

/// <summary>A scheme as a proxy writes it.</summary>
internal static class ForwardedScheme
{
    /// <summary>The scheme; null for one that HTTP does not serve.</summary>
    public static UriScheme? Of(ReadOnlySpan<byte> name)
    {
        if (UriSchemes.TryRecognise(name, out UriScheme scheme))
        {
            return scheme;
        }

        // RFC 6455 §3: ws and wss are reached by a request in HTTP, and Traefik writes them of such a one.
        if (Ascii.EqualsIgnoreCase(name, "ws"u8))
        {
            return UriScheme.Http;
        }

        return Ascii.EqualsIgnoreCase(name, "wss"u8) ? UriScheme.Https : null;
    }
}
