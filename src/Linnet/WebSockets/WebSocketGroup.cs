// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;

using Linnet.Protocol.WebSockets;

namespace Linnet.WebSockets;

/// <summary>
/// Sockets that are told the same. A message is written once and put into the queue of each, so nobody waits for anybody. Safe
/// for any thread.
/// </summary>
/// <remarks>
/// A member that takes too slowly is dropped: when its queue is full (<see cref="WebSocketOptions.MaxQueuedBytes"/>) its
/// connection is reset, because a member that missed a message without knowing would be worse off than one that comes back.
/// Members that have ended leave by themselves, at the next message at the latest.
/// </remarks>
/// <example>
/// <code>
/// WebSocketGroup group = new();
/// server.WebSocket("/chat", async (socket, exchange) =>
/// {
///     using (group.Join(socket))
///     {
///         await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
///         {
///             group.Send(message.Text);
///         }
///     }
/// });
/// </code>
/// </example>
public sealed class WebSocketGroup
{
    private readonly Lock _gate = new();
    private readonly HashSet<ServerWebSocket> _members = [];
    private ServerWebSocket[]? _snapshot = [];

    /// <summary>How many members there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>Adds a member, until what this gives is disposed or the socket ends.</summary>
    public IDisposable Join(ServerWebSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        lock (_gate)
        {
            _members.Add(socket);
            _snapshot = null;
        }

        return new Membership(this, socket);
    }

    /// <summary>Sends a text message to every member, and drops those that take too slowly.</summary>
    /// <returns>How many members it was sent to.</returns>
    public int Send(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using EncodedText encoded = new(text);
        return Send(FrameOpcode.Text, encoded.Bytes.Span);
    }

    /// <summary>Sends a message of bytes to every member, and drops those that take too slowly.</summary>
    /// <returns>How many members it was sent to.</returns>
    public int Send(ReadOnlySpan<byte> bytes) => Send(FrameOpcode.Binary, bytes);

    private int Send(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        ServerWebSocket[] members = Snapshot();
        if (members.Length == 0)
        {
            return 0;
        }

        // RFC 6455 §5.1: a server's frame has no mask, so the same bytes are good for all.
        ReadOnlyMemory<byte> frame = FrameSender.FrameOf(opcode, payload);
        int sent = 0;
        foreach (ServerWebSocket member in members)
        {
            if (member.TryPostFrame(frame))
            {
                sent++;
            }
            else
            {
                Leave(member);
                member.DropUnlessClosed();
            }
        }

        return sent;
    }

    private ServerWebSocket[] Snapshot()
    {
        lock (_gate)
        {
            return _snapshot ??= [.. _members];
        }
    }

    private void Leave(ServerWebSocket socket)
    {
        lock (_gate)
        {
            if (_members.Remove(socket))
            {
                _snapshot = null;
            }
        }
    }

    private sealed class Membership(WebSocketGroup group, ServerWebSocket socket) : IDisposable
    {
        public void Dispose() => group.Leave(socket);
    }
}
