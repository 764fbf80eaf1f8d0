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
    /// <summary>What a read returns when the body cannot be had; <see cref="Failure"/> says why.</summary>
    public const int Failed = -1;

    private readonly BufferedConnection _connection;
    private readonly Http1Settings _settings;
    private readonly ChunkedDecoder _decoder;
    private RateMeter _rate;
    private BodyLength _length;
    private long _remaining;
    private long _read;
    private long _maxBytes;
    private bool _isContinueDue;

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

    /// <summary>How the body ends, as the head said.</summary>
    public BodyLength Length => _length;

    /// <summary>The trailer fields of a chunked body that has been read to its end; else null.</summary>
    public Trailers? Trailers => _length.IsChunked && IsComplete ? _decoder.Trailers : null;

    /// <summary>Begins the body that follows <paramref name="head"/>, of at most so many bytes.</summary>
    public void Begin(RequestHead head, long maxBytes)
    {
        _maxBytes = maxBytes;
        _length = head.Body;
        _remaining = head.Body.Bytes;
        _read = 0;
        _isContinueDue = head.ExpectsContinue;
        Failure = RequestRejection.None;
        IsComplete = head.Body.IsNone;
        _rate.Reset();
        if (_length.IsChunked)
        {
            _decoder.Reset();
        }
    }

    /// <summary>Gives up the wish to continue: the final response is on its way. RFC 9110 §10.1.1.</summary>
    public void ForgetContinue() => _isContinueDue = false;

    /// <summary>
    /// Reads at least one byte; 0 at the end of the body; <see cref="Failed"/> when it cannot be had.
    /// </summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (Failure != RequestRejection.None)
        {
            return new ValueTask<int>(Failed);
        }

        int taken = TakeBuffered(destination.Span);
        return taken != 0 || IsComplete ? new ValueTask<int>(taken) : ReceiveAsync(destination, cancellationToken);
    }

    /// <summary>
    /// Reads away what is left within the bounds; false when that is too much, too slow or broken, and the connection
    /// cannot be used again.
    /// </summary>
    public async ValueTask<bool> DrainAsync()
    {
        // RFC 9110 §10.1.1: a client that was never told to continue may send the body or not; nobody can tell which.
        if (IsComplete || Failure != RequestRejection.None || _isContinueDue || _remaining > _settings.MaxDrainBytes)
        {
            return IsComplete;
        }

        byte[] scratch = ArrayPool<byte>.Shared.Rent(SendBuffer.Capacity);
        try
        {
            long until = _connection.Now + (long)_settings.DrainTimeout.TotalMilliseconds;
            long drained = 0;
            while (drained <= _settings.MaxDrainBytes && _connection.Now <= until)
            {
                int count = await ReadAsync(scratch, CancellationToken.None).ConfigureAwait(false);
                if (count <= 0)
                {
                    return count == 0;
                }

                drained += count;
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>Moves bytes that have been received: how many, 0 when more must be received, or <see cref="Failed"/>.</summary>
    private int TakeBuffered(Span<byte> destination)
    {
        if (IsComplete || destination.IsEmpty || (_length.IsChunked && !ReadFraming()))
        {
            return Failure == RequestRejection.None ? 0 : Failed;
        }

        int count = _connection.Input.Take(destination[..(int)Math.Min(destination.Length, _remaining)]);
        Count(count);
        return count;
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
        while (true)
        {
            InviteBody();
            bool isPayload = _remaining > 0;
            long began = _connection.Now;
            long deadline = _rate.DeadlineFrom(began, 0);

            // Payload goes straight to where it is wanted; chunk framing needs bytes to look at.
            int received = isPayload && destination.Length > 0
                ? await _connection.ReceiveAsync(
                    destination[..(int)Math.Min(destination.Length, _remaining)], deadline, cancellationToken)
                    .ConfigureAwait(false)
                : await _connection.FillAsync(deadline, cancellationToken).ConfigureAwait(false);
            _rate.Count(0, _connection.Now - began);
            if (received == 0)
            {
                Failure = _connection.TimedOut ? RequestRejection.BodyTimedOut : RequestRejection.IncompleteBody;
                return Failed;
            }

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

    private void InviteBody()
    {
        // RFC 9110 §10.1.1: 100 Continue is sent when the body is wanted and not on its way already.
        if (_isContinueDue)
        {
            _isContinueDue = false;
            ReadOnlySpan<byte> response = "HTTP/1.1 100 Continue\r\n\r\n"u8;
            if (response.TryCopyTo(_connection.Room))
            {
                _connection.Advance(response.Length);
            }
        }
    }

    private void Count(int count)
    {
        _remaining -= count;
        _read += count;

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
