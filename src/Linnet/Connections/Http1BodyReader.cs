// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>
/// Moves a request body from the connection to whoever reads it, and not one byte more: past the buffer where it can, at
/// the reader's own pace, so that a slow reader slows its client and nobody's memory. RFC 9112 §6, §7.
/// </summary>
internal sealed class Http1BodyReader
{
    // What a read in place makes room for: a system call for each of these is few enough.
    private const int PieceBytes = 32 * 1024;

    /// <summary>What a read returns when the body cannot be had; <see cref="Failure"/> says why.</summary>
    public const int Failed = -1;

    private static readonly ReadOnlyMemory<byte> Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly BufferedConnection _connection;
    private readonly Http1Settings _settings;
    private readonly ChunkedDecoder _decoder;
    private RateMeter _rate;
    private BodyLength _length;
    private long _remaining;
    private long _read;
    private long _maxBytes;
    private long _drainDeadline;
    private bool _isContinueDue;
    private bool _isContinueWithheld;
    private bool _isGivenUp;

    /// <summary>A reader for the bodies of one connection, one after the other.</summary>
    public Http1BodyReader(BufferedConnection connection, Http1Settings settings)
    {
        _connection = connection;
        _settings = settings;
        _decoder = new ChunkedDecoder(settings.Head);
        _rate = new RateMeter(settings);
    }

    /// <summary>True when every byte of the body has been read.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Why the body could not be read to its end.</summary>
    public RequestRejection Failure { get; private set; }

    /// <summary>True when the body has been read, or what is left of it may be read away.</summary>
    public bool CanBeFinished => IsComplete || CanBeDrained;

    /// <summary>True while the client holds its body back until it is told to continue.</summary>
    public bool IsHeldBack => !IsComplete && IsClientWaiting;

    /// <summary>True when what is left has framing of its own, which may turn out to be broken.</summary>
    public bool IsToBeJudged => _length.IsChunked && !IsComplete && CanBeDrained;

    /// <summary>The trailer fields of a chunked body that has been read to its end; else null.</summary>
    public Trailers? Trailers => _length.IsChunked && IsComplete ? _decoder.Trailers : null;

    /// <summary>How many bytes the body may have.</summary>
    public long MaxBytes => _maxBytes;

    /// <summary>Begins the body that follows <paramref name="head"/>, of at most so many bytes.</summary>
    public void Begin(RequestHead head, long maxBytes)
    {
        _maxBytes = maxBytes;
        _length = head.Body;
        _remaining = head.Body.Bytes;
        _read = 0;
        _drainDeadline = long.MaxValue;
        _isContinueDue = head.ExpectsContinue;
        _isContinueWithheld = false;
        _isGivenUp = false;
        Failure = RequestRejection.None;
        IsComplete = head.Body.IsNone;
        _rate.Reset();
        if (_length.IsChunked)
        {
            _decoder.Reset();
        }
    }

    /// <summary>
    /// Lowers the bytes that the body may have, before anything is read of it; false when its client has said that it has
    /// more, which then is its <see cref="Failure"/>.
    /// </summary>
    public bool TryLimit(long maxBytes)
    {
        _maxBytes = Math.Min(_maxBytes, maxBytes);
        if (_length.Bytes <= _maxBytes)
        {
            return true;
        }

        Failure = RequestRejection.BodyTooLarge;
        return false;
    }

    /// <summary>Sends no 100 any more: the final response is on its way. RFC 9110 §10.1.1.</summary>
    public void WithholdContinue() => _isContinueWithheld = true;

    /// <summary>
    /// Reads at least one byte; 0 at the end of the body and for an empty destination; <see cref="Failed"/> when it cannot
    /// be had.
    /// </summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (Failure != RequestRejection.None)
        {
            return new ValueTask<int>(Failed);
        }

        if (destination.IsEmpty)
        {
            return default;
        }

        int taken = TakeBuffered(destination.Span);
        return taken != 0 || IsComplete ? new ValueTask<int>(taken) : ReceiveAsync(destination, cancellationToken);
    }

    /// <summary>
    /// Reads what has been received, at least one byte, and leaves it where it is: valid until the next read. Empty at the
    /// end of the body, and when it cannot be had.
    /// </summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadPieceAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> piece = Failure == RequestRejection.None ? TakePiece() : default;
        return !piece.IsEmpty || IsComplete || Failure != RequestRejection.None
            ? new ValueTask<ReadOnlyMemory<byte>>(piece)
            : ReceivePieceAsync(cancellationToken);
    }

    /// <summary>
    /// Reads away what is left within the bounds; false when that is too much, too slow or broken, and the connection
    /// cannot be used again.
    /// </summary>
    public async ValueTask<bool> DrainAsync()
    {
        if (IsComplete || !CanBeFinished)
        {
            return IsComplete;
        }

        byte[] scratch = ArrayPool<byte>.Shared.Rent(SendBuffer.Capacity);
        try
        {
            _drainDeadline = _connection.Now + (long)_settings.DrainTimeout.TotalMilliseconds;
            int count = 1;
            for (long drained = 0; count > 0 && drained <= _settings.MaxDrainBytes; drained += count)
            {
                count = await ReadAsync(scratch, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        if (Failure == RequestRejection.BodyTimedOut)
        {
            // Nobody had asked for it: that is no fault of the client's.
            Failure = RequestRejection.None;
        }

        _isGivenUp = !IsComplete;
        return IsComplete;
    }

    /// <summary>Moves bytes that have been received: how many, 0 when more must be received, or <see cref="Failed"/>.</summary>
    private int TakeBuffered(Span<byte> destination)
    {
        if (IsComplete || (_length.IsChunked && !ReadFraming()))
        {
            return Failure == RequestRejection.None ? 0 : Failed;
        }

        int count = _connection.Input.Take(destination[..(int)Math.Min(destination.Length, _remaining)]);
        Count(count);
        return count;
    }

    private ReadOnlyMemory<byte> TakePiece()
    {
        if (IsComplete || (_length.IsChunked && !ReadFraming()))
        {
            return default;
        }

        ReadOnlyMemory<byte> piece = _connection.Input.Take((int)Math.Min(_remaining, int.MaxValue));
        Count(piece.Length);
        return piece;
    }

    /// <summary>Reads chunk framing until payload is due; false when it is not: more is needed, the end, or a failure.</summary>
    private bool ReadFraming()
    {
        if (_remaining > 0)
        {
            return true;
        }

        ChunkedResult result = _decoder.Read(_connection.Input.Unread, out int consumed);
        _connection.Input.Consume(consumed);
        switch (result)
        {
            case ChunkedResult.Data:
                _remaining = _decoder.ChunkRemaining;
                if (_remaining > _maxBytes - _read)
                {
                    Failure = RequestRejection.BodyTooLarge;
                    return false;
                }

                return true;
            case ChunkedResult.Complete:
                IsComplete = true;
                return false;
            case ChunkedResult.Rejected:
                Failure = _decoder.Rejection;
                return false;
            default:
                return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (IsClientWaiting && !_isContinueWithheld)
        {
            await InviteBodyAsync().ConfigureAwait(false);
        }

        while (true)
        {
            bool isPayload = _remaining > 0;
            int received = await ReceiveInTimeAsync(isPayload, destination, cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                Failure = CauseOfEnd();
                return Failed;
            }

            _isContinueDue = false;
            if (isPayload)
            {
                Count(received);
                return received;
            }

            int taken = TakeBuffered(destination.Span);
            if (taken != 0 || IsComplete)
            {
                return taken;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> ReceivePieceAsync(CancellationToken cancellationToken)
    {
        if (IsClientWaiting && !_isContinueWithheld)
        {
            await InviteBodyAsync().ConfigureAwait(false);
        }

        while (true)
        {
            _connection.Input.Reserve((int)Math.Min(_remaining, PieceBytes));
            int received = await ReceiveInTimeAsync(isPayload: false, default, cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                Failure = CauseOfEnd();
                return default;
            }

            _isContinueDue = false;
            ReadOnlyMemory<byte> piece = TakePiece();
            if (!piece.IsEmpty || IsComplete || Failure != RequestRejection.None)
            {
                return piece;
            }
        }
    }

    private RequestRejection CauseOfEnd() =>
        _connection.TimedOut ? RequestRejection.BodyTimedOut : RequestRejection.IncompleteBody;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveInTimeAsync(
        bool isPayload, Memory<byte> destination, CancellationToken cancellationToken)
    {
        long began = _connection.Now;
        long deadline = Math.Min(_rate.DeadlineFrom(began, 0), _drainDeadline);
        try
        {
            // Payload goes straight to where it is wanted; chunk framing needs bytes to look at.
            ValueTask<int> receive = isPayload
                ? _connection.ReceiveAsync(
                    destination[..(int)Math.Min(destination.Length, _remaining)], deadline, cancellationToken)
                : _connection.FillAsync(deadline, cancellationToken);
            return await receive.ConfigureAwait(false);
        }
        finally
        {
            // Also a wait that its handler has cut short: else reading again and again would buy time.
            _rate.Count(0, _connection.Now - began);
        }
    }

    private bool CanBeDrained =>
        Failure == RequestRejection.None && !_isGivenUp && !IsClientWaiting && _remaining <= _settings.MaxDrainBytes;

    // RFC 9110 §10.1.1: a client that has sent a part of the body does not wait to be told to.
    private bool IsClientWaiting => _isContinueDue && _connection.Input.IsEmpty;

    private async ValueTask InviteBodyAsync()
    {
        _isContinueDue = false;
        ReadOnlyMemory<byte> response = Continue;
        if (_connection.Room.Length < response.Length)
        {
            await _connection.FlushAsync().ConfigureAwait(false);
        }

        // It leaves when the body is waited for.
        response.Span.CopyTo(_connection.Room);
        _connection.Advance(response.Length);
    }

    private void Count(int count)
    {
        _remaining -= count;
        _read += count;
        _isContinueDue &= count == 0;

        // The rate is that of the payload: framing does not buy time.
        _rate.Count(count, 0);
        if (_length.IsChunked)
        {
            if (count > 0)
            {
                _decoder.Advance(count);
            }
        }
        else if (_remaining == 0)
        {
            IsComplete = true;
        }
    }
}
