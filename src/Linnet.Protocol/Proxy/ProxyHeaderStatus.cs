// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Proxy;

/// <summary>What has become of a PROXY header that is fed as its bytes arrive.</summary>
internal enum ProxyHeaderStatus : byte
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The header is whole.</summary>
    Complete,

    /// <summary>The bytes are no PROXY header.</summary>
    Rejected,
}
