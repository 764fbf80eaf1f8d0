// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Connections;

/// <summary>
/// A receive buffer, a send buffer and a deadline on every wait, for one connection after the other: the part of a driver that
/// is the same for every protocol. Borrows its connection; owns its buffers. Used by one flow at a time, except
/// <see cref="Abort"/> and <see cref="EndReceive"/>, which anyone may call.
/// </summary>
/// <remarks>
/// A wait that lasts too long ends like this: receiving returns nothing and <see cref="TimedOut"/> says why, because
/// there may be an answer to send; sending fails with an <see cref="IOException"/>, because there is nobody to tell.
/// </remarks>
internal sealed class BufferedConnection
{
    // One send of a large body or file. The rate is judged between sends, so this is what a stalled peer can hold back.
    private const int MaxSendBytes = 64 * 1024;

    private readonly Clock _clock;
    private readonly SendBuffer _output = new();
    private readonly EarlierMessages _earlier = new();

    // Never disposed: a clock that is late may still cancel it, and it holds nothing that would have to be given back.
#pragma warning disable CA2213
    private CancellationTokenSource _receiveCancellation = new();
#pragma warning restore CA2213

    private RateMeter _sendRate;
    private ActiveConnection? _active;

    /// <summary>Empty buffers, for connections to come.</summary>
    public BufferedConnection(Clock clock, Http1Settings settings)
    {
        _clock = clock;
        _sendRate = new RateMeter(settings);
        Input = new ReceiveBuffer(settings.MaxReceiveBytes);
    }

    /// <summary>The connection underneath.</summary>
    public Connection Connection => Active.Connection;

    /// <summary>True when nothing that the client has sent waits here or in the system; false also when that is not known.</summary>
    public bool HasReceivedAll => Input.IsEmpty && Connection.HasReceivedAll();

    /// <summary>The connection as it is while nothing is under way too.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public ActiveConnection Active =>
        _active ?? throw new InvalidOperationException("The connection has been served; nothing of it can be used any more.");

    /// <summary>What has been received and not used.</summary>
    public ReceiveBuffer Input { get; }

    /// <summary>True when the last wait for the peer's bytes lasted too long.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>True once the server has begun to stop.</summary>
    public bool IsDraining => Active.IsDraining;

    /// <summary>
    /// True when the server stops and no byte of a further request lies here: what has been received is answered first.
    /// </summary>
    public bool IsEnding => IsDraining && Input.IsEmpty;

    /// <summary>The clock's time, in milliseconds.</summary>
    public long Now => _clock.Now;

    /// <summary>The time of day.</summary>
    public DateTimeOffset UtcNow => _clock.UtcNow;

    /// <summary>The value of the Date field.</summary>
    public ReadOnlySpan<byte> Date => _clock.Date;

    /// <summary>Room in the send buffer; what is put there is confirmed by <see cref="Advance"/>.</summary>
    public Span<byte> Room => _output.Room().Span;

    /// <summary>The same room for a read that needs memory.</summary>
    public Memory<byte> RoomAsMemory => _output.Room();

    /// <summary>Serves a connection from now on.</summary>
    public void Attach(ActiveConnection active) => _active = active;

    /// <summary>Serves none any more: who still touches it fails.</summary>
    public void Detach() => _active = null;

    /// <summary>Gives all memory back, bytes or no bytes.</summary>
    public void Release()
    {
        _output.Release();
        Input.Release();
    }

    /// <summary>Says that <paramref name="count"/> bytes were put into the room.</summary>
    public void Advance(int count) => _output.Filled(count);

    /// <summary>True as long as no byte of the current message has been sent.</summary>
    public bool HoldsWholeMessage => _output.HoldsWholeMessage;

    /// <summary>While true, receiving sends earlier messages only: the current one may still be taken back.</summary>
    public bool IsHolding { get; set; }

    /// <summary>Begins a new message, and to judge the rate at which the peer takes it.</summary>
    public void BeginMessage()
    {
        _sendRate.Reset();
        _output.BeginMessage();
        _earlier.Begin(!_output.IsEmpty);
    }

    /// <summary>
    /// Lets earlier messages leave while whoever writes the current one is busy with it, on a thread of its own. Whoever
    /// sends something meanwhile waits for them. Nothing happens, and nothing is allocated, when there are none.
    /// </summary>
    public void SendEarlier()
    {
        if (_earlier.TryTake())
        {
            _earlier.Follow(SendAsync(_output.Earlier));
        }
    }

    /// <summary>Waits for what <see cref="SendEarlier"/> has begun.</summary>
    public ValueTask SettleEarlierAsync() => _earlier.IsLeaving ? AwaitEarlierAsync() : default;

    /// <summary>Takes back the current message, of which no byte has been sent.</summary>
    public void TakeMessageBack() => _output.TakeMessageBack();

    /// <summary>Sends what waits and receives more into <see cref="Input"/>; 0 when the peer has ended its stream or the
    /// deadline has passed.</summary>
    public ValueTask<int> FillAsync(long deadline, CancellationToken cancellationToken)
    {
        if (!_output.IsEmpty || cancellationToken.IsCancellationRequested)
        {
            return FillLaterAsync(deadline, cancellationToken);
        }

        try
        {
            // Nearly always after a wait: it is here, and needs no deadline.
            TimedOut = false;
            if (!Connection.TryReceive(Input.Room().Span, out int received))
            {
                return FillLaterAsync(deadline, cancellationToken);
            }

            Input.Filled(received);
            return new ValueTask<int>(received);
        }
        catch (IOException failure)
        {
            Fail();
            return ValueTask.FromException<int>(failure);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillLaterAsync(long deadline, CancellationToken cancellationToken)
    {
        int received = await ReceiveAsync(Input.Room(), deadline, cancellationToken).ConfigureAwait(false);
        Input.Filled(received);
        return received;
    }

    /// <summary>Sends what waits and receives past the buffer, which must be empty, into memory of the caller's; 0 when
    /// the peer has ended its stream or the deadline has passed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(
        Memory<byte> destination, long deadline, CancellationToken cancellationToken)
    {
        await FlushAsync().ConfigureAwait(false);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static connection => ((BufferedConnection)connection!)._receiveCancellation.Cancel(), this);
        while (true)
        {
            CancellationToken expiry = BeginReceiving(deadline);
            try
            {
                // Only now: a cancellation that came before has ended the source that was just replaced.
                cancellationToken.ThrowIfCancellationRequested();
                return await Connection.ReceiveAsync(destination, expiry).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                TimedOut = !Active.EndWait();
                if (TimedOut)
                {
                    return 0;
                }

                // Else a clock was late to end the wait before this one.
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (IOException)
            {
                Fail();
                throw;
            }
            finally
            {
                Active.EndWait();
            }
        }
    }

    /// <summary>Shakes hands within a time, on a connection over which nothing has passed.</summary>
    public async ValueTask<HandshakeResult> SecureAsync(long deadline)
    {
        CancellationToken expiry = BeginReceiving(deadline);
        try
        {
            return await Connection.HandshakeAsync(expiry).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return HandshakeResult.TimedOut;
        }
        finally
        {
            Active.EndWait();
        }
    }

    /// <summary>Sends what waits to be sent.</summary>
    public ValueTask FlushAsync()
    {
        if (_output.IsEmpty)
        {
            return default;
        }

        if (!_earlier.TryClaim())
        {
            return FlushAfterEarlierAsync();
        }

        if (IsHolding)
        {
            return FlushEarlierAsync();
        }

        ValueTask send = SendAsync(_output.Content);
        if (!send.IsCompletedSuccessfully)
        {
            return ClearAfterAsync(send);
        }

        _output.Clear();
        return send;
    }

    /// <summary>Gives the send buffer back, if nothing is in it: for who sends something now and then.</summary>
    public void ReleaseOutput()
    {
        if (_output.IsEmpty && !_earlier.IsLeaving)
        {
            _output.Release();
        }
    }

    /// <summary>Sends bytes, or gathers them with others when they are few.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length <= _output.Room().Length)
        {
            _output.Append(bytes.Span);
            return default;
        }

        return WriteManyAsync(bytes);
    }

    /// <summary>Sends a part of a file after what waits to be sent.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        await FlushAsync().ConfigureAwait(false);
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(length, MaxSendBytes);
            await WatchSendAsync(Connection.SendFileAsync(file, offset, count, CancellationToken.None), count)
                .ConfigureAwait(false);
            offset += count;
            length -= count;
        }
    }

    /// <summary>Reads away what comes until the peer has ended its stream, too much has come, or the deadline has passed.</summary>
    public async ValueTask ReadAwayAsync(long maxBytes, long deadline)
    {
        for (int received = 1; received > 0 && maxBytes >= 0; maxBytes -= received)
        {
            Input.Consume(Input.Unread.Length);
            received = await FillAsync(deadline, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the connection at once with a reset.</summary>
    public void Abort() => Active.Abort();

    /// <summary>Somebody has seen the connection fail.</summary>
    public void Fail() => Active.Fail();

    /// <summary>The wait for the peer's bytes has lasted too long.</summary>
    public void EndReceive() => _receiveCancellation.Cancel();

    private CancellationToken BeginReceiving(long deadline)
    {
        if (_receiveCancellation.IsCancellationRequested)
        {
            _receiveCancellation = new CancellationTokenSource();
        }

        TimedOut = false;
        Active.BeginWait(deadline, WaitKind.Receive);
        return _receiveCancellation.Token;
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        WatchSendAsync(Connection.SendAllAsync(bytes, CancellationToken.None), bytes.Length);

    private ValueTask WatchSendAsync(ValueTask send, int count)
    {
        // Nearly every send fits into the system's buffer and has ended by now: no wait, no deadline.
        if (!send.IsCompletedSuccessfully)
        {
            return AwaitSendAsync(send, count);
        }

        _sendRate.Count(count, 0);
        return send;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitSendAsync(ValueTask send, int count)
    {
        long began = _clock.Now;
        ActiveConnection active = Active;
        active.BeginWait(_sendRate.DeadlineFrom(began, count), WaitKind.Send);
        try
        {
            await send.ConfigureAwait(false);
            _sendRate.Count(count, _clock.Now - began);
        }
        catch (IOException)
        {
            // Not only the client may have failed: a file that ends early fails here too, and after half a body a clean
            // close could be taken for its end.
            active.Abort();
            throw;
        }
        finally
        {
            active.EndSend();
        }
    }

    private async ValueTask FlushAfterEarlierAsync()
    {
        await AwaitEarlierAsync().ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask AwaitEarlierAsync()
    {
        await _earlier.SettleAsync().ConfigureAwait(false);
        _output.ClearEarlier();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushEarlierAsync()
    {
        if (!_output.Earlier.IsEmpty)
        {
            await SendAsync(_output.Earlier).ConfigureAwait(false);
            _output.ClearEarlier();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ClearAfterAsync(ValueTask send)
    {
        await send.ConfigureAwait(false);
        _output.Clear();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteManyAsync(ReadOnlyMemory<byte> bytes)
    {
        // What waits leaves together with the first bytes; then whole blocks go past the buffer, uncopied.
        bytes = bytes[_output.Append(bytes.Span)..];
        await FlushAsync().ConfigureAwait(false);
        while (bytes.Length >= SendBuffer.Capacity)
        {
            int count = Math.Min(bytes.Length, MaxSendBytes);
            await SendAsync(bytes[..count]).ConfigureAwait(false);
            bytes = bytes[count..];
        }

        _output.Append(bytes.Span);
    }
}
