// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;

namespace Linnet.Protocol.Proxy;

/// <summary>Who is a trusted proxy, and in which fields the trusted proxies say whom they forward. Immutable.</summary>
/// <param name="isTrusted">Whether an address is that of a trusted proxy.</param>
internal sealed class ForwardingRules(Func<IPAddress, bool> isTrusted)
{
    /// <summary>They write X-Forwarded-For.</summary>
    public bool ReadsAddress { get; init; }

    /// <summary>They write X-Forwarded-Proto.</summary>
    public bool ReadsScheme { get; init; }

    /// <summary>They write X-Forwarded-Host.</summary>
    public bool ReadsHost { get; init; }

    /// <summary>They write Forwarded (RFC 7239), and none of the others is looked at.</summary>
    public bool ReadsForwarded { get; init; }

    /// <summary>Whether an address is that of a trusted proxy.</summary>
    public bool IsTrusted(IPAddress address) => isTrusted(address);
}
