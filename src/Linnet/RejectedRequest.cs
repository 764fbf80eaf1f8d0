// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request that was refused because it broke a rule or a limit; no handler saw it, or its body.</summary>
public sealed class RejectedRequest
{
    /// <summary>The broken rule's name, one of a fixed set, such as <c>BareLineFeed</c>; fit for a counter.</summary>
    public required string Reason { get; init; }

    /// <summary>What it was answered.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The RFC and section of the rule, such as <c>RFC 9112 §2.2</c>.</summary>
    public required string Section { get; init; }

    /// <summary>Who sent it; null when the transport has no address for that.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>
    /// The first 512 bytes of what was received and not yet used, on one line, with everything but visible ASCII escaped.
    /// </summary>
    public required string Bytes { get; init; }
}
