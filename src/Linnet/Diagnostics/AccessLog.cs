// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Linnet.Diagnostics;

/// <summary>
/// Writes a line for each request that has ended, also for those that were refused, timed out or broke. Give
/// <see cref="Write"/> to <c>HttpServerOptions.RequestCompleted</c>. Thread-safe.
/// </summary>
/// <remarks>
/// No request ever waits for its line. Lines gather in memory, at most a mebibyte of them, and one task writes them out; what
/// does not fit, because the output is slower than the requests, and what is over the rate, is dropped and counted, and the
/// next line that is written says before it how many. Whatever came from a client is escaped: a line is visible ASCII.
/// </remarks>
public sealed class AccessLog : IAsyncDisposable
{
    private const int MaxWaitingBytes = 1024 * 1024;

    // How long the end may take when nobody reads.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly AccessLogFormat _format;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(1);
    private readonly Task _writing;

    // Beyond the bound there is room for the last line, which says what is missing.
    private byte[] _waiting = new byte[MaxWaitingBytes + AccessLogLine.MaxDroppedBytes];
    private byte[] _spare = new byte[MaxWaitingBytes + AccessLogLine.MaxDroppedBytes];
    private int _waitingBytes;
    private int _waitingLines;
    private long _waitingTold;
    private long _second;
    private int _linesThisSecond;
    private long _dropped;
    private long _toldDropped;
    private bool _isSignalled;
    private bool _isEnded;

    /// <summary>A log into a stream, which stays the caller's.</summary>
    /// <param name="output">Where the lines go, such as a file opened for appending, or standard output.</param>
    /// <param name="format">How a line is written.</param>
    /// <param name="time">The clock behind the rate; the system's unless given.</param>
    public AccessLog(Stream output, AccessLogFormat format = AccessLogFormat.Combined, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        _format = format;
        _time = time ?? TimeProvider.System;
        _writing = Task.Run(() => WriteOutAsync(output));
    }

    /// <summary>Lines that may be written in a second; 20,000 unless set.</summary>
    public int MaxLinesPerSecond
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20_000;

    /// <summary>How many lines were dropped so far.</summary>
    public long LinesDropped
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Takes a line for a request. Never waits, never throws.</summary>
    public void Write(RequestReport request)
    {
        if (!TryCount())
        {
            return;
        }

        if (TryRent() is not { } rented)
        {
            return;
        }

        int length = AccessLogLine.Write(request, _format, rented);
        lock (_gate)
        {
            // A line and what is said before it go together or not at all.
            int needed = length + (_dropped == _toldDropped ? 0 : AccessLogLine.MaxDroppedBytes);
            if (_isEnded || needed > MaxWaitingBytes - _waitingBytes)
            {
                _dropped++;
            }
            else
            {
                TellDropped();
                Append(rented.AsSpan(0, length));
                _waitingLines++;
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes what waits, and ends; gives up on an output that takes nothing for five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                TellDropped();
                _isEnded = true;
                _signals.Writer.Complete();
            }
        }

        try
        {
            await _writing.WaitAsync(Patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OutOfMemoryException)
        {
            // No timer can be made, and an output that takes nothing must not keep the process.
        }
    }

    /// <summary>Room for a line; null when there is no memory for it, and the line is dropped.</summary>
    private byte[]? TryRent()
    {
        try
        {
            return ArrayPool<byte>.Shared.Rent(AccessLogLine.MaxBytes);
        }
        catch (OutOfMemoryException)
        {
            lock (_gate)
            {
                _dropped++;
            }

            return null;
        }
    }

    /// <summary>Counts a line against the rate, before any work is put into it.</summary>
    private bool TryCount()
    {
        long second = _time.GetTimestamp() / _time.TimestampFrequency;
        lock (_gate)
        {
            if (second != _second)
            {
                _second = second;
                _linesThisSecond = 0;
            }

            if (_linesThisSecond >= MaxLinesPerSecond)
            {
                _dropped++;
                return false;
            }

            _linesThisSecond++;
            return true;
        }
    }

    /// <summary>Says how many lines are missing here. Under the lock.</summary>
    private void TellDropped()
    {
        if (_dropped == _toldDropped)
        {
            return;
        }

        Span<byte> line = stackalloc byte[AccessLogLine.MaxDroppedBytes];
        int length = AccessLogLine.WriteDropped(_dropped - _toldDropped, _format, line);
        Append(line[..length]);
        _waitingTold += _dropped - _toldDropped;
        _toldDropped = _dropped;
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        line.CopyTo(_waiting.AsSpan(_waitingBytes));
        _waitingBytes += line.Length;
        if (!_isSignalled)
        {
            _isSignalled = true;
            _signals.Writer.TryWrite(true);
        }
    }

    private async Task WriteOutAsync(Stream output)
    {
        while (await _signals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _signals.Reader.TryRead(out _);
            await WriteWaitingAsync(output).ConfigureAwait(false);
        }

        await WriteWaitingAsync(output).ConfigureAwait(false);
    }

    private async Task WriteWaitingAsync(Stream output)
    {
        (ReadOnlyMemory<byte> bytes, int lines, long told) = TakeWaiting();
        try
        {
            await output.WriteAsync(bytes).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // A full disk, a reader that has gone: it may come right, and until then it is counted.
            lock (_gate)
            {
                _dropped += lines;

                // Nobody has read of those either.
                _toldDropped -= told;
            }
        }
    }

    /// <summary>The lines that wait, and the other array for those to come: one is written out at a time.</summary>
    private (ReadOnlyMemory<byte> Bytes, int Lines, long Told) TakeWaiting()
    {
        lock (_gate)
        {
            (ReadOnlyMemory<byte> Bytes, int Lines, long Told) taken =
                (_waiting.AsMemory(0, _waitingBytes), _waitingLines, _waitingTold);
            (_waiting, _spare) = (_spare, _waiting);
            _waitingBytes = 0;
            _waitingLines = 0;
            _waitingTold = 0;
            _isSignalled = false;
            return taken;
        }
    }
}
