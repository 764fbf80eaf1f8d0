// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What is spoken at an <see cref="EndpointAddress"/>: the word before <c>://</c>.</summary>
public enum EndpointScheme
{
    /// <summary>A stream of bytes, over TCP or a Unix socket.</summary>
    Tcp,

    /// <summary>Datagrams over UDP.</summary>
    Udp,

    /// <summary>HTTP over TCP or a Unix socket. The port is 80 when <c>http://</c> is written without one.</summary>
    Http,

    /// <summary>HTTP over TLS. The port is 443 when <c>https://</c> is written without one.</summary>
    Https,
}
