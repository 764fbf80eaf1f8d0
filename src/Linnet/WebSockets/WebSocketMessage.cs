// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;
using System.Text;

namespace Linnet.WebSockets;

/// <summary>A whole message that a client has sent. Its bytes are valid until the next message is read.</summary>
public readonly struct WebSocketMessage
{
    internal WebSocketMessage(WebSocketMessageType type, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        Bytes = bytes;
    }

    /// <summary>Text or bytes.</summary>
    public WebSocketMessageType Type { get; }

    /// <summary>True for text.</summary>
    public bool IsText => Type == WebSocketMessageType.Text;

    /// <summary>The bytes; those of a text are UTF-8, which has been checked.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The text; what is no text is read as UTF-8, too. Made each time.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
