// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Rejection">The broken rule, when a request was refused.</param>
/// <param name="Requests">How many requests were answered.</param>
internal readonly record struct ConnectionEnd(ConnectionEndCause Cause, RequestRejection Rejection, long Requests);
