// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request whose handler had not finished, or whose response had not left, when the server stopped waiting.</summary>
/// <param name="RemoteEndPoint">Who sent it; null when the transport has no address for that.</param>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its target, as sent.</param>
public sealed record CutRequest(EndPoint? RemoteEndPoint, string Method, string Target);
