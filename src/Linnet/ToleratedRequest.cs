// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request that broke a rule and is answered all the same, because <see cref="HttpServerOptions.Lenient"/> says so.</summary>
public sealed class ToleratedRequest
{
    /// <summary>The rules that it broke.</summary>
    public required LenientRules Rules { get; init; }

    /// <summary>Who sent it; null when the transport has no address for that.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The first 512 bytes of its head, on one line, with everything but visible ASCII escaped.</summary>
    public required string Bytes { get; init; }
}
