// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.WebSockets;

/// <summary>Why a request opens no WebSocket.</summary>
/// <param name="Status">The status it is answered with; 0 when it is not refused.</param>
/// <param name="Reason">What the answer says.</param>
internal readonly record struct HandshakeRefusal(int Status, string Reason)
{
    /// <summary>The request is a good one.</summary>
    public static HandshakeRefusal None => default;
}
