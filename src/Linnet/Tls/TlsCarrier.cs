// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;

namespace Linnet.Tls;

/// <summary>
/// A connection as the stream that <see cref="System.Net.Security.SslStream"/> wants underneath. It knows what that one
/// does not tell: whether the peer ended without a word, how much a handshake has cost, and how many records brought
/// nothing. Borrows the connection.
/// </summary>
internal sealed class TlsCarrier(Connection connection, SessionTurn turn, int maxHelloBytes) : Stream
{
    /// <summary>
    /// Records in a row that may bring no byte, such as key updates and session tickets. Of an honest client there are one
    /// or two; OpenSSL itself takes 32 empty ones.
    /// </summary>
    private const int MaxRecordsWithoutData = 32;

    /// <summary>Bytes that all of a client's part in a handshake may have, certificates included; Go takes as many.</summary>
    private const int MaxHandshakeBytes = 64 * 1024;

    private const int EarlyBytes = 4096;

    private byte[] _early = [];
    private int _earlyStart;
    private int _earlyEnd;
    private RecordCount _records;
    private long _recordsBeforeData;
    private long _recordsBeforeEmpty;
    private int _handshakeBytes;
    private bool _isShakingHands = true;
    private bool _hasSent;
    private volatile bool _isDisposed;

    /// <summary>True when the connection has ended and a read has been told so.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when bytes lie here that were received to be looked at.</summary>
    public bool HasEarly => _earlyEnd > _earlyStart;

    /// <summary>
    /// True when the session, since it last had nothing left and asked for more, has been given one record and no part of
    /// another: if a read of it has then brought data, that record was it, and nothing is left again.
    /// </summary>
    /// <remarks>
    /// Not so with two: the second may be a close_notify that the session keeps to itself until its next read.
    /// </remarks>
    public bool HasGivenOneRecord => _records.Value - _recordsBeforeEmpty == 1 && _records.IsBetweenRecords;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Receives the first bytes and gives the first of them, which stays here; null at the end of input.</summary>
    public async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        _early = ArrayPool<byte>.Shared.Rent(EarlyBytes);
        _earlyEnd = await connection.ReceiveAsync(_early.AsMemory(0, EarlyBytes), cancellationToken).ConfigureAwait(false);
        return HasEarly ? _early[0] : null;
    }

    /// <summary>Insists that the connection is still there for its owner.</summary>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, connection);

    /// <summary>Takes bytes that were received to be looked at.</summary>
    public int TakeEarly(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _earlyEnd - _earlyStart);
        _early.AsSpan(_earlyStart, count).CopyTo(buffer);
        _earlyStart += count;
        if (!HasEarly)
        {
            ReleaseEarly();
        }

        return count;
    }

    /// <summary>The handshake is over: its bounds do not hold any more.</summary>
    public void EndHandshake()
    {
        _isShakingHands = false;
        ForgetRecords();
    }

    /// <summary>The records so far have brought data, or an end.</summary>
    public void ForgetRecords() => _recordsBeforeData = _records.Value;

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (HasEarly)
        {
            return new ValueTask<int>(buffer.IsEmpty ? 0 : Counted(buffer, TakeEarly(buffer.Span)));
        }

        return _isShakingHands ? ReadHandshakeAsync(buffer, cancellationToken) : ReadDataAsync(buffer, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hasSent = true;
        return connection.SendAllAsync(buffer, cancellationToken);
    }

    /// <summary>
    /// How the base library sends its last alert when it refuses a client's certificate: not waited for, because a peer that
    /// does not take it must not hold a thread.
    /// </summary>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer) => _ = SendAlertAsync(buffer.ToArray());

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        ReleaseEarly();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadDataAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_records.Value - _recordsBeforeData > MaxRecordsWithoutData)
        {
            throw new IOException("The peer sends record after record without data.");
        }

        if (_records.IsBetweenRecords)
        {
            // The session asks for more when it has no whole record left, and it has no part of one either.
            _recordsBeforeEmpty = _records.Value;
        }

        turn.GiveBack();
        try
        {
            if (buffer.IsEmpty)
            {
                await connection.WaitForDataAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            }

            return Counted(buffer, await connection.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            turn.Take();
        }
    }

    private async ValueTask<int> ReadHandshakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            // A read of something comes next.
            await connection.WaitForDataAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }

        int count = await connection.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            // Resumed by the loop: what computes goes on on the pool, where whoever reads here has been since the handshake.
            await Task.Yield();
        }

        return Counted(buffer, count);
    }

    private int Counted(Memory<byte> buffer, int count)
    {
        HasEnded |= count == 0;
        _records.Add(buffer.Span[..count]);
        if (_isShakingHands)
        {
            _handshakeBytes += count;
            if (_handshakeBytes > (_hasSent ? MaxHandshakeBytes : maxHelloBytes))
            {
                throw new IOException("The client's part in the handshake is larger than it may be.");
            }
        }

        return count;
    }

    private async Task SendAlertAsync(byte[] alert)
    {
        try
        {
            await connection.SendAllAsync(alert).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It was the last that the peer was told.
        }
    }

    private void ReleaseEarly()
    {
        byte[] early = _early;
        _early = [];
        _earlyStart = _earlyEnd = 0;
        if (early.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(early);
        }
    }
}
