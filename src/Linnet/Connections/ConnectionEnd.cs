// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

namespace Linnet.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Rejection">The broken rule, when a request was refused.</param>
/// <param name="Requests">How many requests were answered.</param>
/// <param name="ProxyRejection">What was wrong with the PROXY header, when that was refused.</param>
internal readonly record struct ConnectionEnd(
    ConnectionEndCause Cause, RequestRejection Rejection, long Requests, ProxyRejection ProxyRejection = default);
