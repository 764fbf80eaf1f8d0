// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Proxy;

/// <summary>On whose behalf a proxy says that it has connected.</summary>
internal enum ProxyOrigin : byte
{
    /// <summary>Its own, for instance to see whether the server is well: the connection's own ends are the true ones.</summary>
    Proxy,

    /// <summary>A client's that it cannot name: UNKNOWN, or an address that is not of the Internet over TCP.</summary>
    Unknown,

    /// <summary>A client's whose address it gives.</summary>
    Client,
}
