// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;

using Linnet.Protocol.WebSockets;

namespace Linnet.WebSockets;

/// <summary>What a handler is told when a socket cannot go on, in the base library's words.</summary>
internal static class SocketFailure
{
    /// <summary>The connection was lost.</summary>
    public static WebSocketException Lost(Exception? cause) =>
        new(WebSocketError.ConnectionClosedPrematurely, "The connection was lost.", cause);

    /// <summary>The client has broken a rule.</summary>
    public static WebSocketException Refused(FrameRejection rejection) =>
        new(WebSocketError.Faulted, FrameRules.Of(rejection).Reason);

    /// <summary>Something was asked of a socket that is closed.</summary>
    public static WebSocketException NotOpen(WebSocketState state) =>
        new(WebSocketError.InvalidState, $"The socket is {state}: it carries nothing more.");
}
