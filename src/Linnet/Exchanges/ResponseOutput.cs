// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Connections;
using Linnet.Protocol.Messages;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Exchanges;

/// <summary>
/// The way of a body from its handler to the protocol: gathers what the buffer writer is given, tells those who asked that
/// the head is about to go, and passes the body through a filter. Used by one flow, which the exchange's gate sees to.
/// </summary>
/// <remarks>
/// When nobody asked to be told and nothing filters, a write goes straight to the protocol's writer. Else the first bytes
/// wait here, as many as would wait there, so that whoever is told knows the whole length of a short body.
/// </remarks>
internal sealed class ResponseOutput(HttpExchange exchange)
{
    private const string PlainText = "text/plain; charset=utf-8";
    private const string Json = "application/json";

    // What the buffer writer may gather before a write that could have gone on waiting sends it.
    private const int MaxPendingBytes = 64 * 1024;

    private readonly List<Action<HttpExchange>> _starting = [];
    private ResponsePhase _phase;
    private ResponseFilter? _filter;
    private JsonOutput? _json;

    /// <summary>What has been written and waits here.</summary>
    public PooledBuffer Pending { get; } = new();

    /// <summary>True when status and fields cannot change any more.</summary>
    public bool HasStarted => _phase == ResponsePhase.Started || Writer.State != ResponseState.Unstarted;

    /// <summary>True when nothing of a body has been written, nor promised.</summary>
    public bool IsEmpty =>
        !HasStarted && Pending.Length == 0 && Writer.GatheredBytes == 0 && Writer.Head.ContentLength is null;

    /// <summary>
    /// The length of the body before any filter, for those who are told that the response starts: as promised, or as found
    /// when the whole of it is there; null when nobody knows it yet.
    /// </summary>
    public long? KnownLength { get; private set; }

    private Http1ResponseWriter Writer => exchange.Stream.Response;

    private bool IsDirect => _filter is null && _starting.Count == 0;

    /// <summary>Begins a response.</summary>
    public void Begin()
    {
        Debug.Assert(Pending.Length == 0 && IsDirect, "Left over from the request before.");
        _phase = ResponsePhase.Open;
        KnownLength = null;
    }

    /// <summary>Has <paramref name="callback"/> told before the head goes; who asked last is told first.</summary>
    public void OnStarting(Action<HttpExchange> callback)
    {
        if (HasStarted || _phase != ResponsePhase.Open)
        {
            throw new InvalidOperationException("The response starts already: ask before the handler writes.");
        }

        _starting.Add(callback);
    }

    /// <summary>Passes the whole body through a coding; of several, the last one set is the first passed.</summary>
    public void Filter(Func<Stream, Stream> coding)
    {
        if (HasStarted || Writer.GatheredBytes > 0)
        {
            throw new InvalidOperationException("A filter sees every byte of a body: set it before the first.");
        }

        _filter ??= new ResponseFilter(Writer);
        _filter.Add(coding);
    }

    /// <summary>Forgets what waits; for a response in place of this one.</summary>
    public void Clear()
    {
        Pending.Release();
        Writer.Restart();
    }

    /// <summary>Writes a part of the body.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) =>
        Pending.Length == 0 && IsDirect && Writer.TryGather(bytes.Span) ? default : WriteSlowlyAsync(bytes);

    /// <summary>Writes text.</summary>
    public ValueTask WriteTextAsync(string text)
    {
        // As with nearly every short answer: encoded where it waits for its head.
        if (Pending.Length == 0 && IsDirect && Writer.TryGather(text))
        {
            SetDefaultType(PlainText);
            return default;
        }

        return WriteTextSlowlyAsync(text);
    }

    /// <summary>Writes a value.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        _json ??= new JsonOutput();
        bool isFirst = Pending.Length == 0;
        _json.Write(Pending, value, typeInfo);
        SetDefaultType(Json);
        if (isFirst && IsDirect && Writer.TryGather(Pending.Content.Span))
        {
            Pending.Release();
        }
        else if (Pending.Length > MaxPendingBytes)
        {
            await PushAsync(default).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteSlowlyAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Pending.Length == 0 && IsDirect)
        {
            await Writer.WriteAsync(bytes).ConfigureAwait(false);
        }
        else if (CanWait(bytes.Length))
        {
            Pending.Write(bytes.Span);
        }
        else
        {
            await PushAsync(bytes).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteTextSlowlyAsync(string text)
    {
        SetDefaultType(PlainText);
        Pending.Write(text);
        if (!CanWait(0))
        {
            await PushAsync(default).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what has been written so far.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync()
    {
        await PushAsync(default).ConfigureAwait(false);
        if (_filter is not null)
        {
            await _filter.FlushAsync().ConfigureAwait(false);
        }

        await Writer.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a part of a file as a part of the body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        await PushAsync(default).ConfigureAwait(false);
        if (_filter is null)
        {
            await Writer.SendFileAsync(file, offset, length, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await _filter.SendFileAsync(file, offset, length, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Whoever gives up in between, and keeps that to himself, has no whole response.
            exchange.Stream.Abort();
            throw;
        }
    }

    /// <summary>The handler has returned: sends on what is left, and ends the filter.</summary>
    public ValueTask EndAsync()
    {
        bool isOver = Writer.State is not (ResponseState.Unstarted or ResponseState.Started);
        return isOver || (Pending.Length == 0 && IsDirect) ? default : EndSlowlyAsync();
    }

    /// <summary>Gives back what is left, whatever became of the response.</summary>
    public void Release()
    {
        Pending.Release();
        _starting.Clear();
        _filter?.Discard();
        _filter = null;
    }

    /// <summary>Tells those who asked that the head is about to go.</summary>
    private void Start(long? wholeLength)
    {
        if (_phase != ResponsePhase.Open || IsDirect)
        {
            return;
        }

        KnownLength = Writer.Head.ContentLength ?? wholeLength;
        _phase = ResponsePhase.Starting;
        try
        {
            while (_starting.Count > 0)
            {
                // Gone before it runs: one that throws is not asked again for the answer to that.
                Action<HttpExchange> callback = _starting[^1];
                _starting.RemoveAt(_starting.Count - 1);
                callback(exchange);
            }
        }
        catch
        {
            _phase = ResponsePhase.Open;
            throw;
        }

        _phase = ResponsePhase.Started;
        _filter?.TakePromise();
    }

    private bool CanWait(int count) =>
        _phase == ResponsePhase.Open
        && !IsDirect
        && Writer.Head.ContentLength is null
        && Pending.Length + count <= GatherBuffer.Capacity;

    private void SetDefaultType(string mediaType)
    {
        if (!HasStarted)
        {
            exchange.Response.ContentType ??= mediaType;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
    {
        Start(wholeLength: null);
        if (Pending.Length > 0)
        {
            await SendPendingAsync().ConfigureAwait(false);
        }

        if (!bytes.IsEmpty)
        {
            await SendAsync(bytes).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendPendingAsync()
    {
        try
        {
            await SendAsync(Pending.Content).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // Refused, and not to be tried again. After any other failure somebody may still be using the bytes.
            Pending.Release();
            throw;
        }

        Pending.Release();
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        _filter is null ? Writer.WriteAsync(bytes) : _filter.WriteAsync(bytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndSlowlyAsync()
    {
        Start(Pending.Length + Writer.GatheredBytes);
        if (_filter is not null)
        {
            await EndFilterAsync(_filter).ConfigureAwait(false);
            return;
        }

        ResponseHead head = Writer.Head;
        if (Writer.State == ResponseState.Unstarted && head.Trailers.Count == 0 && !StatusCodes.ForbidsBody(head.Status))
        {
            // All of it is here, so its length is known however long it is.
            head.ContentLength ??= Pending.Length + Writer.GatheredBytes;
        }

        await PushAsync(default).ConfigureAwait(false);
    }

    private async ValueTask EndFilterAsync(ResponseFilter filter)
    {
        if (exchange.Stream.Head.Method == KnownMethod.Head && filter.OwesEverything && Pending.Length == 0)
        {
            // RFC 9110 §9.3.2: nobody can say how long the filtered body would have been, and to say 0 would be wrong.
            await Writer.FlushAsync().ConfigureAwait(false);
            return;
        }

        await PushAsync(default).ConfigureAwait(false);
        await filter.EndAsync().ConfigureAwait(false);
    }
}
