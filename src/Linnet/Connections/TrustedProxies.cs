// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Proxy;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>The proxies whose word is taken for what a request's client did, and the fields that they write.</summary>
internal sealed class TrustedProxies(TrustedPeers peers, ForwardingRules rules)
{
    /// <summary>What the sender of a request says of it, if it is one of them; nothing if it is not.</summary>
    public ForwardedRequest Read(EndPoint? sender, ReadOnlySpan<byte> message, RequestHead head) =>
        peers.Contains(sender) ? ForwardedReader.Read(message, head.Fields.Fields, rules) : default;
}
