// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request that was refused because it broke a rule or a limit; no handler saw it, or its body.</summary>
/// <param name="Reason">The broken rule's name, one of a fixed set, such as <c>BareLineFeed</c>; fit for a counter.</param>
/// <param name="StatusCode">What it was answered.</param>
/// <param name="Section">The RFC and section of the rule, such as <c>RFC 9112 §2.2</c>.</param>
/// <param name="RemoteEndPoint">Who sent it; null when the transport has no address for that.</param>
/// <param name="Bytes">
/// The first 512 bytes of what was received and not yet used, on one line, with everything but visible ASCII escaped.
/// </param>
public sealed record RejectedRequest(
    string Reason, int StatusCode, string Section, EndPoint? RemoteEndPoint, string Bytes);
