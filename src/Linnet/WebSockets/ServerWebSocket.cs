// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.WebSockets;

namespace Linnet.WebSockets;

/// <summary>
/// A WebSocket that a client has opened, as the base library knows them, and with whole messages besides. One receive at a
/// time; sends may come from any thread and leave whole, one after the other. It ends with its handler. RFC 6455.
/// </summary>
/// <remarks>
/// Pings, pongs and close frames are dealt with while the handler receives; so a handler that only sends should let a loop over
/// <see cref="ReadMessagesAsync"/> run beside. Closing by the client is answered at once.
/// </remarks>
public sealed class ServerWebSocket : WebSocket
{
    private readonly Conversation _conversation;
    private readonly FrameReceiver _receiver;
    private readonly MessageBuffer _message = new();

    internal ServerWebSocket(Conversation conversation, string? subProtocol)
    {
        _conversation = conversation;
        _receiver = conversation.Receiver;
        SubProtocol = subProtocol;
    }

    /// <summary>How far the conversation is. Aborted: the connection was lost, or the client has broken a rule.</summary>
    public override WebSocketState State => _conversation.State;

    /// <summary>Why the client has closed; null until it has. <see cref="WebSocketCloseStatus.Empty"/> when it gave no code.</summary>
    public override WebSocketCloseStatus? CloseStatus =>
        _conversation.CloseCode is not 0 and var code ? (WebSocketCloseStatus)code : null;

    /// <summary>The reason the client gave.</summary>
    public override string? CloseStatusDescription => _conversation.CloseReason;

    /// <summary>The sub-protocol that was agreed on; null for none.</summary>
    public override string? SubProtocol { get; }

    /// <summary>
    /// Reads whole messages until the conversation is over, however it ends: closed by the client, by the server that stops, or
    /// lost. <see cref="CloseStatus"/> tells afterwards. What was begun and not ended is not given.
    /// </summary>
    /// <example>
    /// <code>
    /// await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
    /// {
    ///     await socket.SendAsync(message.Text);
    /// }
    /// </code>
    /// </example>
    public async IAsyncEnumerable<WebSocketMessage> ReadMessagesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReceiveMessageAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>Receives a whole message; null when the conversation is over. A cancelled receive loses nothing.</summary>
    /// <exception cref="InvalidOperationException">Another receive is under way.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WebSocketMessage?> ReceiveMessageAsync(CancellationToken cancellationToken = default)
    {
        if (!_message.IsPartial)
        {
            _message.Release();
        }

        while (!_message.IsWhole)
        {
            // Until something comes, there is no memory for it.
            Memory<byte> room = _receiver.PartBytes > 0 ? _message.Room(_receiver.PartBytes) : default;
            if (await _conversation.ReceiveAsync(room, cancellationToken).ConfigureAwait(false) != ReceivedKind.Data)
            {
                _message.Release();
                return null;
            }

            _message.Add(_receiver.Count, _receiver.EndsMessage);
        }

        return new WebSocketMessage(TypeOf(_receiver.MessageOpcode), _message.Content);
    }

    /// <summary>Sends a text message.</summary>
    /// <exception cref="WebSocketException">The socket is closed, or the connection was lost.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using EncodedText encoded = new(text);
        await _conversation.SendAsync(FrameOpcode.Text, true, encoded.Bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message of bytes, which are the caller's again when the task has ended.</summary>
    /// <exception cref="WebSocketException">The socket is closed, or the connection was lost.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        _conversation.SendAsync(FrameOpcode.Binary, true, bytes, cancellationToken);

    /// <summary>Sends a message on as it was received.</summary>
    /// <exception cref="WebSocketException">The socket is closed, or the connection was lost.</exception>
    public ValueTask SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default) =>
        _conversation.SendAsync(OpcodeOf(message.Type), true, message.Bytes, cancellationToken);

    /// <inheritdoc />
    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken) =>
        _conversation.SendAsync(OpcodeOf(messageType), endOfMessage, buffer, cancellationToken);

    /// <inheritdoc />
    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken) =>
        _conversation.SendAsync(OpcodeOf(messageType), endOfMessage, buffer, cancellationToken).AsTask();

    /// <summary>
    /// Puts a text message into the queue, which leaves by itself; never waits. False when the queue is full
    /// (<see cref="WebSocketOptions.MaxQueuedBytes"/>) or nothing can be sent any more: the message is not taken.
    /// </summary>
    public bool TryPost(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using EncodedText encoded = new(text);
        return _conversation.TryPost(FrameOpcode.Text, encoded.Bytes);
    }

    /// <summary>Puts a copy of the bytes into the queue, as one message; else like <see cref="TryPost(string)"/>.</summary>
    public bool TryPost(ReadOnlyMemory<byte> bytes) => _conversation.TryPost(FrameOpcode.Binary, bytes);

    /// <summary>
    /// Receives a part of a message, or the close frame, which has then been answered. A cancelled receive loses nothing.
    /// With an empty buffer: waits until a part can be received.
    /// </summary>
    /// <exception cref="WebSocketException">The connection was lost, the client has broken a rule, or closed before.</exception>
    /// <exception cref="InvalidOperationException">Another receive is under way.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ReceivedKind kind = await _conversation.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        return kind switch
        {
            ReceivedKind.Data => new(_receiver.Count, TypeOf(_receiver.MessageOpcode), _receiver.EndsMessage),
            ReceivedKind.Close => new(0, WebSocketMessageType.Close, true),
            ReceivedKind.Refused => throw SocketFailure.Refused(_receiver.Rejection),
            _ when State == WebSocketState.Closed => throw SocketFailure.NotOpen(State),
            _ => throw SocketFailure.Lost(null),
        };
    }

    /// <inheritdoc />
    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result =
            await ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return result.MessageType == WebSocketMessageType.Close
            ? new WebSocketReceiveResult(0, WebSocketMessageType.Close, true, CloseStatus, CloseStatusDescription)
            : new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    /// <summary>
    /// Closes: says so, and waits until the client has answered, or for <see cref="WebSocketOptions.CloseTimeout"/>. What the
    /// client still sends meanwhile is ignored. Does nothing when the conversation is over.
    /// </summary>
    public override async Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Check(closeStatus);
        cancellationToken.ThrowIfCancellationRequested();
        await _conversation.CloseAsync((int)closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more is sent. What the client sends until it closes, too, can still be received.</summary>
    public override async Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Check(closeStatus);
        cancellationToken.ThrowIfCancellationRequested();
        await _conversation.CloseOutputAsync((int)closeStatus, statusDescription).ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once.</summary>
    public override void Abort() => _conversation.Abort();

    /// <summary>Ends the connection unless the conversation is over.</summary>
    public override void Dispose()
    {
        if (State is not (WebSocketState.Closed or WebSocketState.Aborted))
        {
            Abort();
        }
    }

    /// <summary>The handler has returned, and nothing uses the connection any more.</summary>
    internal void Release() => _message.Release();

    /// <summary>Puts a frame that many share into the queue; never waits.</summary>
    internal bool TryPostFrame(ReadOnlyMemory<byte> frame) => _conversation.TryPost(frame);

    /// <summary>Ends the connection of a socket that takes too slowly; one that is closing ends by itself.</summary>
    internal void DropUnlessClosed()
    {
        if (State == WebSocketState.Open)
        {
            Abort();
        }
    }

    private static void Check(WebSocketCloseStatus status)
    {
        if (status != WebSocketCloseStatus.Empty && !CloseFrame.IsSent((int)status))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "RFC 6455 §7.4: this code is never sent.");
        }
    }

    private static WebSocketMessageType TypeOf(FrameOpcode opcode) =>
        opcode == FrameOpcode.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    private static FrameOpcode OpcodeOf(WebSocketMessageType type) => type switch
    {
        WebSocketMessageType.Text => FrameOpcode.Text,
        WebSocketMessageType.Binary => FrameOpcode.Binary,
        _ => throw new ArgumentException("A message is text or binary. CloseAsync closes.", nameof(type)),
    };
}
