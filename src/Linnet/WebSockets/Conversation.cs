// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Protocol.WebSockets;
using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// What goes on between a client and us from the opening handshake to the closing one: answers pings and close frames, refuses
/// what is against the rules, and ends once. Shared by a socket and whoever ends it. RFC 6455 §5.5, §7.
/// </summary>
/// <remarks>
/// <code>
///             our close                    its close
///   Open ─────────────────▶ CloseSent ─────────────────▶ Closed
///    │   its close                      our close          ▲
///    └────────────────────▶ CloseReceived ─────────────────┘
///   from each of them: the connection is lost, or a rule is broken ──▶ Aborted
/// </code>
/// </remarks>
internal sealed class Conversation : IThreadPoolWorkItem
{
    private const int DiscardBytes = 4096;

    private readonly Connection _connection;
    private readonly SocketWatch _watch;
    private readonly Lock _gate = new();
    private WebSocketState _state = WebSocketState.Open;
    private volatile bool _ignoresData;
    private bool _isReceiving;
    private bool _isOver;
    private List<QueuedWait>? _waiting;

    /// <summary>A conversation on a connection, which is borrowed.</summary>
    public Conversation(Connection connection, FrameReceiver receiver, FrameSender sender, SocketWatch watch)
    {
        _connection = connection;
        _watch = watch;
        Receiver = receiver;
        Sender = sender;
        watch.Begin(this);
    }

    /// <summary>What the client sends.</summary>
    public FrameReceiver Receiver { get; }

    /// <summary>What it is sent.</summary>
    public FrameSender Sender { get; }

    /// <summary>The code in the client's close frame; 0 until there is one.</summary>
    public int CloseCode { get; private set; }

    /// <summary>The reason in it.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>How far it is.</summary>
    public WebSocketState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Receives until there is a part of a message that somebody wants, or the end of the conversation.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedKind> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (TryBeginReceiving())
        {
            ReceivedKind kind = await ReceiveOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (kind == ReceivedKind.Data && Receiver.EndsMessage)
            {
                SocketMetrics.RecordReceived();
            }

            return kind;
        }

        if (IsOver())
        {
            return ReceivedKind.End;
        }

        if (!_ignoresData)
        {
            throw new InvalidOperationException("Another receive is under way. Only one flow at a time receives.");
        }

        // The socket is being closed, and whoever closes receives the end.
        await WhenOver().WaitAsync(cancellationToken).ConfigureAwait(false);
        return CloseCode == 0 ? ReceivedKind.End : ReceivedKind.Close;
    }

    /// <summary>Sends a frame of a message, once it is its turn.</summary>
    /// <exception cref="WebSocketException">Nothing can be sent any more.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(
        FrameOpcode opcode, bool endsMessage, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        bool wasSent;
        try
        {
            wasSent = await Sender.SendAsync(opcode, endsMessage, payload, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw SocketFailure.Lost(exception);
        }

        if (!wasSent)
        {
            throw SocketFailure.NotOpen(State);
        }

        if (endsMessage)
        {
            SocketMetrics.RecordSent();
        }
    }

    /// <summary>Puts a message into the queue, if there is room.</summary>
    public bool TryPost(FrameOpcode opcode, ReadOnlyMemory<byte> payload) =>
        !Sender.IsClosed && TryPost(FrameSender.FrameOf(opcode, payload.Span));

    /// <summary>Puts the one frame of a message into the queue, if there is room.</summary>
    public bool TryPost(ReadOnlyMemory<byte> frame)
    {
        bool isTaken = Sender.TryPost(frame);
        if (isTaken)
        {
            SocketMetrics.RecordSent();
        }

        return isTaken;
    }

    /// <summary>Sends a close frame and waits for the client's, ignoring what comes before it.</summary>
    public async ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        _ignoresData = true;
        await CloseOutputAsync(code, reason).ConfigureAwait(false);
        if (TryBeginReceiving())
        {
            await ReceiveOnceAsync(default, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Another flow receives, and sees the end; or it has come already.
            await WhenOver().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a close frame, unless one has been sent.</summary>
    public async ValueTask CloseOutputAsync(int code, string? reason)
    {
        if (Move(WebSocketState.CloseSent))
        {
            await SendLastAsync(code, reason).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The server stops: tells the client to come back elsewhere, and waits for its answer if nobody else does. Once the
    /// conversation is over it does nothing.
    /// </summary>
    public void Execute() => _ = CloseAsync(CloseFrame.GoingAway, "The server is stopping.", CancellationToken.None).AsTask();

    /// <summary>The handler has returned: closes, and afterwards nothing uses the connection any more.</summary>
    public async ValueTask EndAsync(int code)
    {
        try
        {
            await CloseAsync(code, null, CancellationToken.None).ConfigureAwait(false);
            await Sender.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            // Also where closing has failed: a stop that comes now must not touch the connection any more.
            End(WebSocketState.Aborted, ReceivedKind.End);
            _watch.Dispose();
            Receiver.Dispose();
        }
    }

    /// <summary>Ends the connection at once. Any thread may.</summary>
    public void Abort()
    {
        Move(WebSocketState.Aborted);
        _connection.Abort();
    }

    private bool IsOver()
    {
        lock (_gate)
        {
            return _isOver;
        }
    }

    private bool TryBeginReceiving()
    {
        lock (_gate)
        {
            if (_isReceiving || _isOver)
            {
                return false;
            }

            _isReceiving = true;
            return true;
        }
    }

    /// <summary>Receives until there is a part of a message that somebody wants, or the end of the conversation.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReceivedKind> ReceiveOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        byte[]? discarded = null;
        try
        {
            while (true)
            {
                ReceivedKind kind = await Receiver.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                switch (kind)
                {
                    case ReceivedKind.Data when !_ignoresData:
                        return kind;
                    case ReceivedKind.Data:
                        // RFC 6455 §1.4: what comes after a close frame of ours is ignored.
                        discarded ??= ArrayPool<byte>.Shared.Rent(DiscardBytes);
                        buffer = discarded;
                        break;
                    case ReceivedKind.Ping:
                        // RFC 6455 §5.5.2: a ping is answered, unless a close frame has come.
                        Sender.Pong(Receiver.Control.Span);
                        break;
                    case ReceivedKind.Pong:
                        break;
                    case ReceivedKind.Close:
                        return await AnswerCloseAsync().ConfigureAwait(false);
                    case ReceivedKind.Refused:
                        return await RefuseAsync(Receiver.Rejection).ConfigureAwait(false);
                    case ReceivedKind.End:
                        return End(WebSocketState.Aborted, kind);
                }
            }
        }
        catch (IOException)
        {
            return End(WebSocketState.Aborted, ReceivedKind.End);
        }
        catch (OutOfMemoryException)
        {
            // Whoever closes waits for this end; the client is told by a reset.
            _connection.Abort();
            End(WebSocketState.Aborted, ReceivedKind.End);
            throw;
        }
        finally
        {
            if (discarded is not null)
            {
                ArrayPool<byte>.Shared.Return(discarded);
            }

            EndReceiving();
        }
    }

    private async ValueTask<ReceivedKind> AnswerCloseAsync()
    {
        FrameRejection rejection = CloseFrame.Read(Receiver.Control.Span, out int code, out string? reason);
        if (rejection != FrameRejection.None)
        {
            return await RefuseAsync(rejection).ConfigureAwait(false);
        }

        CloseReason = reason;
        CloseCode = code;
        Move(WebSocketState.CloseReceived);

        // RFC 6455 §5.5.1: the answer echoes the code.
        await SendLastAsync(code, null).ConfigureAwait(false);
        return End(WebSocketState.Closed, ReceivedKind.Close);
    }

    /// <summary>RFC 6455 §7.1.7: says what is wrong, and fails the connection.</summary>
    private async ValueTask<ReceivedKind> RefuseAsync(FrameRejection rejection)
    {
        FrameRule rule = FrameRules.Of(rejection);
        await SendLastAsync(rule.CloseCode, rule.Reason).ConfigureAwait(false);
        return End(WebSocketState.Aborted, ReceivedKind.Refused);
    }

    private async ValueTask SendLastAsync(int code, string? reason)
    {
        _watch.BeginClose();
        byte[] payload = new byte[FrameHeader.MaxControlBytes];
        int bytes = CloseFrame.Write(payload, code, reason);
        try
        {
            await Sender.CloseAsync(payload.AsMemory(0, bytes)).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Whoever receives sees the end.
            Move(WebSocketState.Aborted);
        }
    }

    private ReceivedKind End(WebSocketState state, ReceivedKind kind)
    {
        Move(state);
        Sender.Stop();
        List<QueuedWait>? waiting;
        lock (_gate)
        {
            _isOver = true;
            waiting = _waiting;
            _waiting = null;
        }

        // Whoever waits may be the handler's code, which may take its time; this flow has a receive to end.
        waiting?.ForEach(_connection.Queue);
        return kind;
    }

    /// <summary>Ends with the conversation. To be awaited once: a task that several await goes on by the thread pool.</summary>
    private Task WhenOver()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return Task.CompletedTask;
            }

            QueuedWait wait = new();
            (_waiting ??= []).Add(wait);
            return wait.Task;
        }
    }

    private void EndReceiving()
    {
        lock (_gate)
        {
            _isReceiving = false;
        }
    }

    /// <summary>Moves on, where that is possible from where the socket is. RFC 6455 §7.1.</summary>
    private bool Move(WebSocketState to)
    {
        lock (_gate)
        {
            WebSocketState next = (_state, to) switch
            {
                (WebSocketState.Closed or WebSocketState.Aborted, _) => _state,
                (WebSocketState.CloseSent, WebSocketState.CloseReceived) => to,
                (_, WebSocketState.CloseSent) when _state != WebSocketState.Open => _state,
                _ => to,
            };
            bool hasMoved = next != _state;
            _state = next;
            return hasMoved;
        }
    }
}
