// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.WebSockets;
using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// Sends frames, one after the other, whoever asks: each sender takes its turn, and who has the turn also sends what waits in
/// the queue before passing it on. Safe for any thread. RFC 6455 §5.
/// </summary>
/// <remarks>
/// Posts never wait: they go into the queue, which has a bound. Messages in fragments are whole before a posted one is sent
/// (RFC 6455 §5.4), while pongs may go between.
/// </remarks>
/// <param name="connection">Where frames go.</param>
/// <param name="maxQueuedBytes">The queue's bound.</param>
/// <param name="watch">Told when a send has to wait for the client, and when one cannot be ended.</param>
/// <param name="maxCompressedBytes">How long a message may be that is compressed; 0 for none.</param>
internal sealed class FrameSender(
    Connection connection, int maxQueuedBytes, SocketWatch watch, int maxCompressedBytes)
{
    /// <summary>When nothing waits for the client.</summary>
    public const long NotStalled = long.MaxValue;

    // Below it a frame is gathered and leaves in one send; a larger one's payload goes past the buffer, in such steps.
    private const int GatherBytes = 4096;
    private const int StepBytes = 64 * 1024;

    private readonly SendTurn _turn = new(connection);
    private readonly Lock _gate = new();
    private Queue<ReadOnlyMemory<byte>>? _queue;
    private byte[]? _pong;
    private int _pongBytes = -1;
    private long _queuedBytes;
    private long _stalledSince = NotStalled;
    private bool _isWithinMessage;
    private volatile bool _isClosed;

    /// <summary>Since when a send waits for the client, in the clock's milliseconds; else <see cref="NotStalled"/>.</summary>
    public long StalledSince => Volatile.Read(ref _stalledSince);

    /// <summary>True when nothing more is sent: a close frame has gone, or the connection has ended.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Sends a frame of a message; false when none is sent any more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(
        FrameOpcode opcode, bool endsMessage, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _turn.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SendEarlierAsync().ConfigureAwait(false);
            if (_isClosed)
            {
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();
            bool isWhole = endsMessage && !_isWithinMessage;
            opcode = _isWithinMessage ? FrameOpcode.Continuation : opcode;
            _isWithinMessage = !endsMessage;
            bool isCompressed = isWhole && MessageDeflater.TryCompress(ref payload, maxCompressedBytes);
            await WriteAsync(opcode, endsMessage, isCompressed, payload, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends the last frame; false when it has gone already, or nothing can be sent.</summary>
    public async ValueTask<bool> CloseAsync(ReadOnlyMemory<byte> payload)
    {
        await _turn.TakeAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await SendEarlierAsync().ConfigureAwait(false);
            if (_isClosed)
            {
                return false;
            }

            // RFC 6455 §5.5.1: nothing is sent after a close frame.
            _isClosed = true;
            await WriteAsync(FrameOpcode.Close, true, false, payload, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _turn.Pass();
        }
    }

    /// <summary>Lets nothing more be sent.</summary>
    public void Stop() => _isClosed = true;

    /// <summary>Lets nothing more be sent, and waits for what is under way.</summary>
    public async ValueTask EndAsync()
    {
        _isClosed = true;
        await _turn.TakeAsync(CancellationToken.None).ConfigureAwait(false);
        _turn.Pass();
    }

    /// <summary>Puts a whole frame into the queue; false when it is full, or nothing is sent any more. Never waits.</summary>
    /// <param name="frame">The frame, which nobody changes any more.</param>
    public bool TryPost(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_isClosed || _queuedBytes + frame.Length > maxQueuedBytes)
            {
                return false;
            }

            _queuedBytes += frame.Length;
            (_queue ??= new Queue<ReadOnlyMemory<byte>>()).Enqueue(frame);
        }

        SendWaiting();
        return true;
    }

    /// <summary>
    /// Answers a ping, at once or as soon as it can be; never waits, for the client may only read when it has been read. While
    /// it takes nothing, its latest ping is the one that is answered (RFC 6455 §5.5.3), so nothing piles up.
    /// </summary>
    public void Pong(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            _pong ??= new byte[FrameHeader.MaxControlBytes];
            payload.CopyTo(_pong);
            _pongBytes = payload.Length;
        }

        SendWaiting();
    }

    /// <summary>Asks the client whether it is there; false when it is just being sent something. Never waits.</summary>
    public bool TryPing()
    {
        if (!_turn.TryTake())
        {
            return false;
        }

        _ = WriteOneAsync();
        return true;

        async Task WriteOneAsync()
        {
            try
            {
                if (!_isClosed)
                {
                    await WriteAsync(FrameOpcode.Ping, true, false, default, CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (IOException)
            {
                // Whoever receives learns of it.
                _isClosed = true;
            }
            catch (OutOfMemoryException)
            {
                GiveUp();
            }

            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A frame of its own array, for the queues of many.</summary>
    public static ReadOnlyMemory<byte> FrameOf(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameHeader.MaxBytes + payload.Length];
        int header = FrameHeader.Write(frame, opcode, isFinal: true, isCompressed: false, payload.Length);
        payload.CopyTo(frame.AsSpan(header));
        return frame.AsMemory(0, header + payload.Length);
    }

    /// <summary>What was put into the queue first leaves first, though its sender had the turn before and has left it here.</summary>
    private ValueTask SendEarlierAsync() => HasNothingToSend() ? default : SendWaitingAsync();

    private void SendWaiting()
    {
        // Whoever has the turn looks at what waits before and after he passes it on.
        if (_turn.TryTake())
        {
            _ = LeaveAsync().AsTask();
        }
    }

    /// <summary>Sends what waits and passes the turn on. Never throws.</summary>
    private ValueTask LeaveAsync()
    {
        if (HasNothingToSend())
        {
            _turn.Pass();
            return HasNothingToSend() || !_turn.TryTake() ? default : LeaveSlowlyAsync();
        }

        return LeaveSlowlyAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask LeaveSlowlyAsync()
    {
        do
        {
            try
            {
                await SendWaitingAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                _isClosed = true;
            }
            catch (OutOfMemoryException)
            {
                GiveUp();
            }

            _turn.Pass();
        }
        while (!HasNothingToSend() && _turn.TryTake());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendWaitingAsync()
    {
        byte[] pong = ArrayPool<byte>.Shared.Rent(FrameHeader.MaxBytes + FrameHeader.MaxControlBytes);
        try
        {
            if (TakePong(pong) is > 0 and int bytes)
            {
                await SendAllAsync(pong.AsMemory(0, bytes), CancellationToken.None).ConfigureAwait(false);
            }

            // As many as there are now: who comes later must not keep the others waiting for ever.
            for (int most = QueuedCount(); most > 0 && TryTakeQueued(out ReadOnlyMemory<byte> frame); most--)
            {
                await SendAllAsync(frame, CancellationToken.None).ConfigureAwait(false);
                Forget(frame.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pong);
        }
    }

    /// <summary>What was taken on cannot be sent: only a reset says so.</summary>
    private void GiveUp()
    {
        _isClosed = true;
        watch.Abort();
    }

    private bool HasNothingToSend()
    {
        lock (_gate)
        {
            return _isClosed || (_pongBytes < 0 && (_isWithinMessage || _queue is not { Count: > 0 }));
        }
    }

    private int TakePong(Span<byte> frame)
    {
        lock (_gate)
        {
            if (_pong is null || _pongBytes < 0 || _isClosed)
            {
                return 0;
            }

            int header = FrameHeader.Write(frame, FrameOpcode.Pong, isFinal: true, isCompressed: false, _pongBytes);
            _pong.AsSpan(0, _pongBytes).CopyTo(frame[header..]);
            int bytes = header + _pongBytes;
            _pongBytes = -1;
            return bytes;
        }
    }

    private int QueuedCount()
    {
        lock (_gate)
        {
            return _queue?.Count ?? 0;
        }
    }

    private bool TryTakeQueued(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        lock (_gate)
        {
            return !_isClosed && !_isWithinMessage && _queue?.TryDequeue(out frame) == true;
        }
    }

    private void Forget(int bytes)
    {
        lock (_gate)
        {
            _queuedBytes -= bytes;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(
        FrameOpcode opcode,
        bool isFinal,
        bool isCompressed,
        ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken)
    {
        int gathered = Math.Min(payload.Length, GatherBytes);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FrameHeader.MaxBytes + gathered);
        try
        {
            int header = FrameHeader.Write(buffer, opcode, isFinal, isCompressed, payload.Length);
            payload.Span[..gathered].CopyTo(buffer.AsSpan(header));
            await SendAllAsync(buffer.AsMemory(0, header + gathered), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        for (payload = payload[gathered..]; !payload.IsEmpty; payload = payload[Math.Min(StepBytes, payload.Length)..])
        {
            await SendAllAsync(payload[..Math.Min(StepBytes, payload.Length)], cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ValueTask send = connection.SendAllAsync(bytes, cancellationToken);
        return send.IsCompletedSuccessfully ? send : AwaitSendAsync(send);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitSendAsync(ValueTask send)
    {
        Volatile.Write(ref _stalledSince, watch.Clock.Now);
        watch.Stalls();
        try
        {
            await send.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A frame that is not whole cannot be followed by another.
            _isClosed = true;
            watch.Abort();
            throw;
        }
        finally
        {
            Volatile.Write(ref _stalledSince, NotStalled);
        }
    }
}
