// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Reads what trusted proxies say of a request that one of them has sent: in X-Forwarded-For, -Proto and -Host, which no RFC
/// describes, or in Forwarded (RFC 7239). Fields that the rules do not name are not looked at: a proxy that does not write a
/// field hands on what its client wrote.
/// </summary>
internal static class ForwardedReader
{
    /// <summary>Reads the fields of a message whose sender is a trusted proxy.</summary>
    public static ForwardedRequest Read(
        ReadOnlySpan<byte> message, ReadOnlySpan<Field> fields, ForwardingRules rules) =>
        rules.ReadsForwarded ? ReadForwarded(message, fields, rules) : ReadSeparate(message, fields, rules);

    private static ForwardedRequest ReadForwarded(
        ReadOnlySpan<byte> message, ReadOnlySpan<Field> fields, ForwardingRules rules)
    {
        ClientWalk walk = new(rules);
        ForwardedElement found = default;
        foreach (ReadOnlySpan<byte> text in new FieldElements(message, fields, "Forwarded"u8))
        {
            // A malformed element is that of somebody unknown: the way ends there, and it says nothing.
            _ = ForwardedElement.TryParse(text, out ForwardedElement element);
            if (walk.Add(element.Address))
            {
                found = element;
            }
        }

        return new ForwardedRequest
        {
            NamesClient = walk.HasClient,
            Address = walk.Address,
            Scheme = found.Scheme,
            Host = found.Host,
        };
    }

    private static ForwardedRequest ReadSeparate(
        ReadOnlySpan<byte> message, ReadOnlySpan<Field> fields, ForwardingRules rules)
    {
        ClientWalk walk = new(rules);
        if (rules.ReadsAddress)
        {
            foreach (ReadOnlySpan<byte> text in new FieldElements(message, fields, "X-Forwarded-For"u8))
            {
                _ = ForwardedNode.TryParseBare(text, out IPAddress? address);
                walk.Add(address);
            }
        }

        ReadOnlySpan<byte> scheme = rules.ReadsScheme
            ? Said(new FieldElements(message, fields, "X-Forwarded-Proto"u8), walk.Hops)
            : default;
        ReadOnlySpan<byte> host = rules.ReadsHost
            ? Said(new FieldElements(message, fields, "X-Forwarded-Host"u8), walk.Hops)
            : default;
        return new ForwardedRequest
        {
            NamesClient = walk.HasClient,
            Address = walk.Address,
            Scheme = ForwardedScheme.Of(scheme),
            Host = Authority.TryParse(host, out _, out _) ? host : default,
        };
    }

    /// <summary>What was said by the proxy that the client asked; empty when that cannot be told.</summary>
    private static ReadOnlySpan<byte> Said(FieldElements elements, int hops)
    {
        // One element was written anew by a proxy, and handed on by those behind it. Several were added one by one, like
        // those of X-Forwarded-For, and are counted like them from the right.
        int count = elements.Count();
        int wanted = count == 1 ? 0 : count - 1 - hops;
        foreach (ReadOnlySpan<byte> element in elements)
        {
            if (wanted-- == 0)
            {
                return element;
            }
        }

        return default;
    }
}
