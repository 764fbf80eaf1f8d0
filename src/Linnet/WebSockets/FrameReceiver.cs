// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.WebSockets;
using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// Receives frames and judges them: order, masks, lengths, UTF-8 and bounds. One flow at a time. A payload goes straight from
/// the connection to whoever reads it; while nothing comes, no memory is held. RFC 6455 §5.
/// </summary>
/// <remarks>
/// A receive that is cancelled loses nothing. What is refused is not read on: after <see cref="ReceivedKind.Refused"/> and
/// <see cref="ReceivedKind.End"/> nothing more is asked of this object.
/// </remarks>
/// <param name="connection">Where frames come from.</param>
/// <param name="options">The bounds.</param>
/// <param name="clock">The clock.</param>
/// <param name="canBeCompressed">True when compression has been agreed on.</param>
internal sealed class FrameReceiver(
    Connection connection, WebSocketOptions options, ExchangeAlarm clock, bool canBeCompressed) : IDisposable
{
    // Room for a header and a control frame, and for many small messages at once.
    private const int BufferBytes = 4096;

    // Shorter ones are mostly header. Clients do send megabytes in pieces of 64 bytes.
    private const int ShortFragmentBytes = 64;

    // Nobody knows how long a compressed message is: its buffer grows as for one without end, and the bound is kept meanwhile.
    private const long UnknownBytes = int.MaxValue;

    private FrameOrder _order;
    private Utf8Checker _text;
    private ControlAllowance _controls = new(clock.Now);
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private MessageInflater? _inflater;
    private FrameHeader _frame;
    private long _taken;
    private bool _isInFrame;
    private long _messageBytes;
    private long _inflatedBytes;
    private int _shortFragments;
    private ReadOnlyMemory<byte> _control;
    private long _receptions;
    private long _heardAt;
    private volatile bool _isWaiting;

    /// <summary>Text or binary: what the message is that is being received.</summary>
    public FrameOpcode MessageOpcode { get; private set; }

    /// <summary>How many bytes of the message the last part has.</summary>
    public int Count { get; private set; }

    /// <summary>True when the last part ends its message.</summary>
    public bool EndsMessage { get; private set; }

    /// <summary>How many bytes the rest of the current frame may give; 0 between frames.</summary>
    public long PartBytes => _isInFrame && _inflater is not null ? UnknownBytes : FrameBytesLeft;

    /// <summary>The payload of the control frame that was received; valid until the next receive.</summary>
    public ReadOnlyMemory<byte> Control => _control;

    /// <summary>The broken rule.</summary>
    public FrameRejection Rejection { get; private set; }

    /// <summary>True while somebody waits for the client. Any thread may ask.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>How often something has come from the client. Any thread may ask.</summary>
    public long Receptions => Volatile.Read(ref _receptions);

    /// <summary>When something last came. Any thread may ask.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>
    /// Receives the next part of a message, or the next control frame. With an empty destination: waits until a part can be
    /// received, or gives the end of an empty message.
    /// </summary>
    /// <param name="destination">Where the part goes.</param>
    /// <param name="cancellationToken">Ends the waiting and nothing else.</param>
    /// <exception cref="IOException">The connection has failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedKind> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_isInFrame)
            {
                if (destination.IsEmpty && PartBytes > 0)
                {
                    return GivePart(0, endsMessage: false);
                }

                if (_inflater is null)
                {
                    return await TakePayloadAsync(destination, cancellationToken).ConfigureAwait(false);
                }

                if (await InflateAsync(_inflater, destination, cancellationToken).ConfigureAwait(false) is { } kind)
                {
                    return kind;
                }

                continue;
            }

            switch (ReadHeader(out int missing))
            {
                case FrameStep.More:
                    if (!await FillAsync(missing, cancellationToken).ConfigureAwait(false))
                    {
                        return ReceivedKind.End;
                    }

                    break;
                case FrameStep.Refused:
                    return ReceivedKind.Refused;
                case FrameStep.Ready when _frame.IsControl:
                    return TakeControl();
                case FrameStep.Ready:
                    break;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _start = _end;
        ReleaseIfEmpty();
        _inflater?.Dispose();
    }

    private long FrameBytesLeft => _isInFrame ? _frame.PayloadBytes - _taken : 0;

    /// <summary>Reads a header, and with a control frame waits for all of it.</summary>
    private FrameStep ReadHeader(out int missing)
    {
        ReadOnlySpan<byte> unread = _buffer.AsSpan(_start, _end - _start);
        FrameStep step = FrameHeader.Read(
            unread, canBeCompressed, out FrameHeader header, out int bytes, out FrameRejection rejection);
        missing = Math.Max(1, bytes - unread.Length);
        if (step != FrameStep.Ready)
        {
            return rejection == FrameRejection.None ? step : Refuse(rejection);
        }

        if (header.IsControl)
        {
            missing = bytes + (int)header.PayloadBytes - unread.Length;
            if (missing > 0)
            {
                return FrameStep.More;
            }
        }
        else if (BeginData(header) is not FrameRejection.None and var broken)
        {
            return Refuse(broken);
        }

        _frame = header;
        _start += bytes;
        return FrameStep.Ready;
    }

    private FrameRejection BeginData(in FrameHeader header)
    {
        FrameRejection rejection = _order.Accept(header.Opcode, header.IsFinal);
        if (rejection != FrameRejection.None)
        {
            return rejection;
        }

        if (header.Opcode != FrameOpcode.Continuation)
        {
            MessageOpcode = header.Opcode;
            _messageBytes = 0;
            _inflatedBytes = 0;
            _shortFragments = 0;
            _text.Reset();
            _inflater?.Dispose();
            _inflater = header.IsCompressed ? new MessageInflater() : null;
        }

        // RFC 6455 §10.4: bounds on what a message may cost, known before it is received.
        _messageBytes += Math.Min(header.PayloadBytes, long.MaxValue - _messageBytes);
        if (_messageBytes > options.MaxMessageBytes)
        {
            return FrameRejection.MessageTooLong;
        }

        bool isFragment = !header.IsFinal || header.Opcode == FrameOpcode.Continuation;
        if (isFragment && header.PayloadBytes < ShortFragmentBytes && ++_shortFragments > options.MaxShortFragments)
        {
            return FrameRejection.TooManyFragments;
        }

        if (header.PayloadBytes > 0)
        {
            _controls.Earn();
        }

        // An empty fragment in the middle brings nothing, and nobody is told of it.
        _isInFrame = header.PayloadBytes > 0 || header.IsFinal;
        _taken = 0;
        return FrameRejection.None;
    }

    private ReceivedKind TakeControl()
    {
        int bytes = (int)_frame.PayloadBytes;
        Memory<byte> payload = _buffer.AsMemory(_start, bytes);
        FrameMask.Apply(payload.Span, _frame.Mask, 0);
        _control = payload;
        _start += bytes;
        if (_frame.Opcode == FrameOpcode.Close)
        {
            return ReceivedKind.Close;
        }

        if (!_controls.TrySpend(clock.Now))
        {
            Rejection = FrameRejection.TooManyControls;
            return ReceivedKind.Refused;
        }

        return _frame.Opcode == FrameOpcode.Ping ? ReceivedKind.Ping : ReceivedKind.Pong;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReceivedKind> TakePayloadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int count = (int)Math.Min(destination.Length, FrameBytesLeft);
        if (_start < _end)
        {
            count = Math.Min(count, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(destination.Span);
            _start += count;
        }
        else if (count > 0)
        {
            ReleaseIfEmpty();
            count = await ReceiveRawAsync(destination[..count], cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return ReceivedKind.End;
            }
        }

        Span<byte> payload = destination.Span[..count];
        FrameMask.Apply(payload, _frame.Mask, _taken);
        _taken += count;
        if (MessageOpcode == FrameOpcode.Text && !_text.Accept(payload))
        {
            return RefuseText();
        }

        return Give(count);
    }

    /// <summary>Decompresses the next part of a message; null when it needs the message's next frame.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReceivedKind?> InflateAsync(
        MessageInflater inflater, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!TryInflate(inflater, destination.Span, out int count))
            {
                return ReceivedKind.Refused;
            }

            if (count > 0)
            {
                return GivePart(count, endsMessage: false);
            }

            if (FrameBytesLeft > 0)
            {
                if (_start == _end && !await FillAsync(1, cancellationToken).ConfigureAwait(false))
                {
                    return ReceivedKind.End;
                }

                inflater.Feed(TakeBuffered());
            }
            else if (!_frame.IsFinal)
            {
                _isInFrame = false;
                return null;
            }
            else if (!inflater.IsEnded)
            {
                inflater.FeedEnd();
            }
            else
            {
                _isInFrame = false;
                return GivePart(0, endsMessage: true);
            }
        }
    }

    private bool TryInflate(MessageInflater inflater, Span<byte> destination, out int count)
    {
        count = 0;
        try
        {
            count = inflater.Inflate(destination);
        }
        catch (InvalidDataException)
        {
            Rejection = FrameRejection.Compression;
            return false;
        }

        // Counted while it is decompressed: what a few bytes can become is not known before, and is never held.
        _inflatedBytes += count;
        Rejection = _inflatedBytes > options.MaxMessageBytes ? FrameRejection.MessageTooLong
            : MessageOpcode == FrameOpcode.Text && !_text.Accept(destination[..count]) ? FrameRejection.Text
            : FrameRejection.None;
        return Rejection == FrameRejection.None;
    }

    private Memory<byte> TakeBuffered()
    {
        int count = (int)Math.Min(_end - _start, FrameBytesLeft);
        Memory<byte> piece = _buffer.AsMemory(_start, count);
        FrameMask.Apply(piece.Span, _frame.Mask, _taken);
        _start += count;
        _taken += count;
        return piece;
    }

    private ReceivedKind Give(int count)
    {
        _isInFrame = FrameBytesLeft > 0;
        return GivePart(count, !_isInFrame && _frame.IsFinal);
    }

    private ReceivedKind GivePart(int count, bool endsMessage)
    {
        Count = count;
        EndsMessage = endsMessage;
        return endsMessage && MessageOpcode == FrameOpcode.Text && !_text.IsWhole ? RefuseText() : ReceivedKind.Data;
    }

    private ReceivedKind RefuseText()
    {
        // RFC 6455 §8.1: text that is no UTF-8 fails the connection.
        Rejection = FrameRejection.Text;
        return ReceivedKind.Refused;
    }

    private FrameStep Refuse(FrameRejection rejection)
    {
        Rejection = rejection;
        return FrameStep.Refused;
    }

    /// <summary>Receives into the buffer, which is made for it; false at the end of the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(int missing, CancellationToken cancellationToken)
    {
        Debug.Assert(missing <= FrameHeader.MaxBytes + FrameHeader.MaxControlBytes, "More than a control frame.");
        if (_start == _end)
        {
            // While a client is silent it costs no buffer.
            ReleaseIfEmpty();
            _isWaiting = true;
            try
            {
                if (!await connection.WaitForDataAsync(cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
            finally
            {
                _isWaiting = false;
            }
        }

        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        if (_buffer.Length - _end < missing)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int received = await ReceiveRawAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += received;
        return received > 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveRawAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        _isWaiting = true;
        try
        {
            int received = await connection.ReceiveAsync(destination, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _heardAt, clock.Now);
            Volatile.Write(ref _receptions, _receptions + 1);
            return received;
        }
        finally
        {
            _isWaiting = false;
        }
    }

    private void ReleaseIfEmpty()
    {
        if (_start == _end && _buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
            _start = 0;
            _end = 0;
        }
    }
}
