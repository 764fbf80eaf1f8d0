// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// Finds who is behind a row of proxies, each of which has written down whom it was asked by: from the right past every
/// trusted proxy to the first that is not one. What stands left of that one, it may have made up. RFC 7239 §8.1.
/// </summary>
/// <remarks>
/// It is given the row from the left, so that no place needs to be kept:
/// <code>
///   X-Forwarded-For: made up, client, trusted, trusted      peer: trusted
///                             ▲ found  ╰─────┬──────╯
///                                            hops
/// </code>
/// When all are trusted, the leftmost is the one: nobody has said whom it was asked by.
/// </remarks>
internal struct ClientWalk(ForwardingRules rules)
{
    /// <summary>True when there was anybody.</summary>
    public bool HasClient { get; private set; }

    /// <summary>The address found; null when it is not known.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>How many trusted proxies stand right of the one found.</summary>
    public int Hops { get; private set; }

    /// <summary>Adds the next in the row, null for one without a valid address; true when it is now the one found.</summary>
    public bool Add(IPAddress? address)
    {
        if (HasClient && address is not null && rules.IsTrusted(address))
        {
            Hops++;
            return false;
        }

        HasClient = true;
        Address = address;
        Hops = 0;
        return true;
    }
}
