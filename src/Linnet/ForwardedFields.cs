// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet;

/// <summary>
/// The fields in which proxies say for whom they forward a request. Name those that every one of the trusted proxies writes
/// itself: what a proxy does not write, it hands on as its client wrote it.
/// </summary>
[Flags]
public enum ForwardedFields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>X-Forwarded-For: the addresses of clients and proxies, each added by who was asked by it.</summary>
    XForwardedFor = 1,

    /// <summary>X-Forwarded-Proto: the scheme of the client's request, <c>http</c> or <c>https</c>.</summary>
    XForwardedProto = 2,

    /// <summary>X-Forwarded-Host: the host and port that the client asked for. Few proxies write it unless told to.</summary>
    XForwardedHost = 4,

    /// <summary>Forwarded, which says it all in one field (RFC 7239). Not together with the others.</summary>
    Forwarded = 8,
}
