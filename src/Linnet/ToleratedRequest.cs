// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request that broke a rule and is answered all the same, because <see cref="HttpServerOptions.Lenient"/> says so.</summary>
/// <param name="Rules">The rules that it broke.</param>
/// <param name="RemoteEndPoint">Who sent it; null when the transport has no address for that.</param>
/// <param name="Bytes">The first 512 bytes of its head, on one line, with everything but visible ASCII escaped.</param>
public sealed record ToleratedRequest(LenientRules Rules, EndPoint? RemoteEndPoint, string Bytes);
