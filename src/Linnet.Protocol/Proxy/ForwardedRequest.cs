// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// What trusted proxies say of a request as its client made it. The default says nothing. Its spans lie in the bytes of the
/// message.
/// </summary>
internal readonly ref struct ForwardedRequest
{
    /// <summary>True when a client is named, if only as one without address; false when nothing is said of one.</summary>
    public bool NamesClient { get; init; }

    /// <summary>The client's address; null when none is given or what is given is malformed.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The scheme that the client used; null when it is not said.</summary>
    public UriScheme? Scheme { get; init; }

    /// <summary>The host and port that the client asked for, a valid authority; empty when it is not said.</summary>
    public ReadOnlySpan<byte> Host { get; init; }
}
