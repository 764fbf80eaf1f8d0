// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// The response of a stream of server-sent events, into which they are sent one by one, by any thread. While nothing is sent, a
/// line that browsers skip goes now and then, so that nobody on the way takes the connection for dead.
/// </summary>
public sealed class EventStream
{
    /// <summary>How long nothing may be sent before a heartbeat is, unless said otherwise.</summary>
    internal static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(15);

    private readonly HttpResponse _response;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended;
    private readonly Action _release;
    private readonly long _heartbeat;
    private readonly ExchangeAlarm _alarm;
    private long _sentAt;
    private bool _isOver;

    private EventStream(HttpExchange exchange, TimeSpan heartbeat)
    {
        _response = exchange.Response;

        // Thousands may listen and hear little: between two events none of them holds a buffer to send with.
        _release = exchange.Stream.ReleaseOutput;
        _heartbeat = (long)heartbeat.TotalMilliseconds;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Stopping);
        Ended = _ended.Token;
        _alarm = new ExchangeAlarm(exchange, Beat);
    }

    /// <summary>
    /// Cancelled when the stream is to end: the client has gone, or the server begins to stop. A client that was cut off is
    /// noticed at once; one that left without a word, at the second heartbeat.
    /// </summary>
    public CancellationToken Ended { get; }

    /// <summary>Sends an event, at once.</summary>
    /// <exception cref="IOException">The client has gone.</exception>
    /// <exception cref="InvalidOperationException">The stream is over: what sends has outlived it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ServerSentEvent one, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isOver)
            {
                throw new InvalidOperationException("The stream is over: it ends when what it was made with has returned.");
            }

            EventText.Write(_response.Writer, one);
            await FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers with the events of a sequence.</summary>
    internal static ValueTask SendAllAsync(
        HttpExchange exchange, IAsyncEnumerable<ServerSentEvent> events, TimeSpan heartbeat)
    {
        return RunAsync(exchange, ForwardAsync, heartbeat);

        async Task ForwardAsync(EventStream stream)
        {
            await foreach (ServerSentEvent one in events.WithCancellation(stream.Ended).ConfigureAwait(false))
            {
                await stream.SendAsync(one, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Answers with what is sent until <paramref name="sends"/> has returned.</summary>
    internal static async ValueTask RunAsync(HttpExchange exchange, Func<EventStream, Task> sends, TimeSpan heartbeat)
    {
        // RFC 9111 §5.2.2.5: what is said now is nothing for later. nginx would gather the events otherwise.
        ResponseHeaders headers = exchange.Response.Headers;
        headers["Cache-Control"] ??= "no-store";
        headers["X-Accel-Buffering"] ??= "no";
        if (exchange.Request.Method is "HEAD")
        {
            // RFC 9110 §8.6: a Content-Length there must be that of GET, which has none. What is not flushed would get one, of 0.
            await exchange.Response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }

        EventStream stream = new(exchange, heartbeat);
        try
        {
            await stream.BeginAsync().ConfigureAwait(false);
            await sends(stream).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stream.Ended.IsCancellationRequested)
        {
            // It was told to end, and has.
        }
        finally
        {
            await stream.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends the head, which is what a browser takes for the beginning.</summary>
    private async ValueTask BeginAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        _alarm.Set(_sentAt + _heartbeat);
    }

    private async ValueTask EndAsync()
    {
        // A heartbeat that is under way belongs to the response.
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _isOver = true;
        _turn.Release();
        _alarm.Dispose();
        _ended.Dispose();
    }

    private ValueTask EnterAsync(CancellationToken cancellationToken) =>
        _turn.Wait(0, CancellationToken.None) ? default : new ValueTask(_turn.WaitAsync(cancellationToken));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync()
    {
        Volatile.Write(ref _sentAt, _alarm.Now);
        await _response.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _release();
    }

    /// <summary>Sends a heartbeat when it is time, unless something is on its way anyhow.</summary>
    private void Beat()
    {
        long now = _alarm.Now;
        long sentAt = Volatile.Read(ref _sentAt);
        bool isQuiet = now - sentAt >= _heartbeat;
        if (isQuiet && _turn.Wait(0, CancellationToken.None))
        {
            _ = BeatAsync();
        }

        _alarm.Set((isQuiet ? now : sentAt) + _heartbeat);
    }

    private async Task BeatAsync()
    {
        try
        {
            if (!_isOver)
            {
                _response.Writer.Write(EventText.Heartbeat);
                await FlushAsync().ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            await _ended.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
