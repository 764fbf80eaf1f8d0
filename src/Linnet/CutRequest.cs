// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet;

/// <summary>A request whose handler had not finished, or whose response had not left, when the server stopped waiting.</summary>
public sealed class CutRequest
{
    /// <summary>Who sent it; null when the transport has no address for that.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its target, as sent.</summary>
    public required string Target { get; init; }
}
