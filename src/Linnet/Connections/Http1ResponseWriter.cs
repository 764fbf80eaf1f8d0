// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Connections;

/// <summary>
/// Writes one response after the other: decides how each is framed, keeps what a handler writes within what its head has
/// promised, and gathers small writes. RFC 9112 §6.
/// </summary>
/// <remarks>
/// A body of unknown length is gathered until it is whole, and then has a Content-Length, or until it is flushed or too
/// large for that, and is then chunked (until the close of the connection for HTTP/1.0). HEAD takes the same way, and
/// only the payload is left out, so its head is the one GET would have had.
/// </remarks>
internal sealed class Http1ResponseWriter
{
    // RFC 9110 §15.2 sets no bound; a client that must read past 1xx responses for ever has no response.
    private const int MaxInformational = 8;

    private readonly BufferedConnection _connection;
    private readonly Http1BodyReader _body;
    private readonly Http1HeadComposer _composer;
    private readonly GatherBuffer _gathered = new();
    private ResponseFraming _framing;
    private long _remaining;
    private bool _isPayloadSent;
    private bool _canChunk;
    private bool _announceKeepAlive;
    private bool _isCutShort;
    private int _informational;

    /// <summary>A writer for the responses of one connection, to the requests whose bodies the other reads.</summary>
    public Http1ResponseWriter(BufferedConnection connection, Http1BodyReader body)
    {
        _connection = connection;
        _body = body;
        _composer = new Http1HeadComposer(connection);
    }

    /// <summary>The head, for the handler to fill in.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>How far the response has come.</summary>
    public ResponseState State { get; private set; }

    /// <summary>The status in the head that has been given to the connection; 0 when none has.</summary>
    public int SentStatus { get; private set; }

    /// <summary>Bytes of the body that have been given to the connection: without head and chunk framing.</summary>
    public long BodyBytesSent { get; private set; }

    /// <summary>Bytes of the body that wait until the head's framing is settled, or for a chunk to fill.</summary>
    public int GatheredBytes => _gathered.Length;

    /// <summary>True while the connection may carry another request; what the head says, or would say.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>True as long as no byte of it has left, so that another response can take its place.</summary>
    public bool CanBeReplaced =>
        State == ResponseState.Unstarted || (State == ResponseState.Started && _connection.HoldsWholeMessage);

    /// <summary>Begins the response to <paramref name="request"/>.</summary>
    public void Begin(RequestHead request, bool keepAlive)
    {
        Head.Clear();
        State = ResponseState.Unstarted;
        KeepAlive = keepAlive;
        _isPayloadSent = request.Method != KnownMethod.Head;
        _canChunk = request.MinorVersion > 0;
        _announceKeepAlive = request.MinorVersion == 0;
        _gathered.Clear();
        _informational = 0;
        _isCutShort = false;
        BodyBytesSent = 0;
        SentStatus = 0;
        _framing = ResponseFraming.Length;
        _connection.BeginMessage();
    }

    /// <summary>The connection will not carry another request.</summary>
    public void ForbidKeepAlive() => KeepAlive = false;

    /// <summary>Forgets what the handler has written so far, for a response in its place.</summary>
    public void Restart()
    {
        Debug.Assert(State == ResponseState.Unstarted, "The head has gone.");
        Head.Clear();
        _gathered.Clear();
    }

    /// <summary>Sends a 1xx response ahead of the final one, at once.</summary>
    /// <exception cref="InvalidOperationException">The final response has begun, or this is the ninth.</exception>
    public async ValueTask SendInformationalAsync(int status, IReadOnlyList<ResponseField> fields)
    {
        if (State != ResponseState.Unstarted)
        {
            throw new InvalidOperationException("A 1xx response goes before the final response, which has begun.");
        }

        if (++_informational > MaxInformational)
        {
            throw new InvalidOperationException($"A request gets at most {MaxInformational} 1xx responses.");
        }

        // RFC 9110 §15.2: a server MUST NOT send a 1xx response to an HTTP/1.0 client.
        if (!_canChunk)
        {
            return;
        }

        await _connection.FlushAsync().ConfigureAwait(false);
        _composer.WriteInformational(status, fields);
        await _connection.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Gathers a part of the body while its length is open; false when it has to be written.</summary>
    public bool TryGather(string text) => IsGathering && _gathered.TryAppend(text);

    /// <inheritdoc cref="TryGather(string)"/>
    public bool TryGather(ReadOnlySpan<byte> bytes) => IsGathering && _gathered.TryAppend(bytes);

    /// <summary>Writes a part of the body.</summary>
    /// <exception cref="InvalidOperationException">It is more than was promised, or the response is complete.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        RequireOpen();
        if (State == ResponseState.Unstarted)
        {
            if (_gathered.Length + bytes.Length > Head.ContentLength && !StatusCodes.ForbidsBody(Head.Status))
            {
                // Before the head has gone, for then there is still another answer.
                throw TooLong();
            }

            if (Head.ContentLength is null)
            {
                return _gathered.TryAppend(bytes.Span) ? default : StartAndWriteAsync(bytes);
            }

            if (!TryStart(Head.ContentLength.Value))
            {
                return StartAndWriteAsync(bytes);
            }
        }

        return WriteFramedAsync(bytes);
    }

    /// <summary>Sends what has been written so far.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync()
    {
        RequireOpen();
        await StartAsync().ConfigureAwait(false);
        await WriteGatheredAsync().ConfigureAwait(false);
        await _connection.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a part of a file as a part of the body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken)
    {
        RequireOpen();
        await StartAsync().ConfigureAwait(false);
        await WriteGatheredAsync().ConfigureAwait(false);
        Promise(length);
        if (!IsPayloadSent || length == 0)
        {
            return;
        }

        // Until all of it has gone: whoever gives up in between, and keeps that to himself, has no whole response.
        _isCutShort = true;
        if (_framing == ResponseFraming.Chunked)
        {
            await ChunkedPayload.BeginChunkAsync(_connection, length).ConfigureAwait(false);
        }

        await FilePayload.SendAsync(_connection, file, offset, length, cancellationToken).ConfigureAwait(false);
        BodyBytesSent += length;
        _isCutShort = false;
        if (_framing == ResponseFraming.Chunked)
        {
            await ChunkedPayload.EndChunkAsync(_connection).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends the response; false when its handler wrote less than it promised, and the connection has to be reset.
    /// </summary>
    /// <exception cref="InvalidOperationException">It cannot be sent as it is; no byte of it has gone.</exception>
    public ValueTask<bool> CompleteAsync()
    {
        RequireOpen();
        if (_isCutShort)
        {
            State = ResponseState.Aborted;
            return new ValueTask<bool>(false);
        }

        return TryComplete() ? new ValueTask<bool>(true) : CompleteSlowlyAsync();
    }

    /// <summary>Ends the response if that needs no wait; false when <see cref="CompleteAsync"/> has to.</summary>
    /// <exception cref="InvalidOperationException">It cannot be sent as it is; no byte of it has gone.</exception>
    public bool TryComplete()
    {
        if (State == ResponseState.Started)
        {
            return _framing == ResponseFraming.Length && _gathered.Length == 0 && _remaining == 0 && !_isCutShort && Finish();
        }

        // The whole body is gathered, so its length is known: one head, one copy, no wait.
        bool isWhole = State == ResponseState.Unstarted && (Head.ContentLength ?? _gathered.Length) == _gathered.Length;
        if (!isWhole || SendsTrailers || !TryStart(_gathered.Length))
        {
            return false;
        }

        ReadOnlySpan<byte> body = _gathered.Content.Span;
        int sent = IsPayloadSent ? body.Length : 0;
        if (!body[..sent].TryCopyTo(_connection.Room))
        {
            return false;
        }

        _connection.Advance(sent);
        BodyBytesSent += sent;
        _gathered.Release();
        return Finish();
    }

    /// <summary>Sends 101 with the head's fields, after which the connection speaks another protocol. RFC 9110 §7.8.</summary>
    public async ValueTask UpgradeAsync(string protocol)
    {
        if (State != ResponseState.Unstarted)
        {
            throw new InvalidOperationException("The connection cannot be upgraded: a response has begun.");
        }

        List<ResponseField> fields = [new("Connection", "Upgrade"), new("Upgrade", protocol), .. Head.Fields];
        State = ResponseState.Upgraded;
        SentStatus = 101;
        await _connection.FlushAsync().ConfigureAwait(false);
        _composer.WriteInformational(101, fields);
        await _connection.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Gives the response up.</summary>
    public void Abort() => State = ResponseState.Aborted;

    /// <summary>Gives memory back.</summary>
    public void Release() => _gathered.Release();

    // RFC 9110 §6.5: trailers need the chunked coding. A client that does not know it gets none, and misses nothing that it
    // could have used.
    private bool SendsTrailers => _canChunk && Head.Trailers.Count > 0 && Head.ContentLength is null;

    // RFC 9110 §9.3.2: no payload after the head of a response to HEAD. RFC 9112 §6.3: nor after 204 and 304.
    private bool IsPayloadSent => _isPayloadSent && _framing != ResponseFraming.None;

    private bool IsGathering => State == ResponseState.Unstarted && Head.ContentLength is null;

    private void RequireOpen()
    {
        if (State is ResponseState.Complete or ResponseState.Aborted or ResponseState.Upgraded)
        {
            throw new InvalidOperationException(
                "The response has ended. Write to it only until the handler returns, and await every write.");
        }
    }

    /// <summary>Writes the head if there is room for it in the send buffer.</summary>
    /// <param name="length">The body's length, or a negative number when it is not known.</param>
    private bool TryStart(long length)
    {
        if (Head.Status == 205)
        {
            // RFC 9110 §15.3.6: a 205 has no content, and says so.
            length = 0;
            _isPayloadSent = false;
        }

        ResponseFraming framing = Frame(length);
        if (framing == ResponseFraming.Length && _gathered.Length > length)
        {
            // Before the head has gone, for then there is still another answer.
            throw TooLong();
        }

        // RFC 9110 §10.1.1: who answers instead of asking for the body says whether the connection goes on. It does not, for
        // the client will not send what the next request would have to stand behind.
        KeepAlive &= !Head.Close && framing != ResponseFraming.UntilClose && !_connection.IsEnding && !_body.IsHeldBack;
        if (!_composer.TryWriteHead(Head, framing, length, ConnectionOption()))
        {
            return false;
        }

        _framing = framing;
        _remaining = length;
        SentStatus = Head.Status;
        State = ResponseState.Started;
        Promise(_gathered.Length);
        return true;
    }

    private string? ConnectionOption()
    {
        // RFC 9112 §9.6: say so before closing. §9.3: HTTP/1.0 keeps a connection only when both sides say so.
        if (!KeepAlive)
        {
            return "close";
        }

        return _announceKeepAlive ? "keep-alive" : null;
    }

    private ResponseFraming Frame(long length)
    {
        if (StatusCodes.ForbidsBody(Head.Status))
        {
            return ResponseFraming.None;
        }

        if (length >= 0)
        {
            return ResponseFraming.Length;
        }

        // RFC 9112 §6.1: chunks are never sent to a client that did not say HTTP/1.1.
        return _canChunk ? ResponseFraming.Chunked : ResponseFraming.UntilClose;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StartAsync()
    {
        if (State != ResponseState.Unstarted)
        {
            return;
        }

        long length = Head.ContentLength ?? -1;
        if (TryStart(length))
        {
            return;
        }

        // What is in the way is sent; after that only a head larger than the whole buffer does not fit.
        await _connection.FlushAsync().ConfigureAwait(false);
        if (!TryStart(length))
        {
            throw new InvalidOperationException(
                $"The response's header fields are too large together: they must fit into {SendBuffer.Capacity} bytes.");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StartAndWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await StartAsync().ConfigureAwait(false);
        await WriteFramedAsync(bytes).ConfigureAwait(false);
    }

    private ValueTask WriteFramedAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_framing == ResponseFraming.Chunked)
        {
            return IsPayloadSent ? WriteChunkedAsync(bytes) : default;
        }

        Promise(bytes.Length);
        return IsPayloadSent && !bytes.IsEmpty ? WriteAfterGatheredAsync(bytes) : default;
    }

    private ValueTask WriteAfterGatheredAsync(ReadOnlyMemory<byte> bytes) =>
        _gathered.Length == 0 ? WritePayloadAsync(bytes) : WriteBothAsync(bytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteBothAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteGatheredAsync().ConfigureAwait(false);
        await WritePayloadAsync(bytes).ConfigureAwait(false);
    }

    private ValueTask WritePayloadAsync(ReadOnlyMemory<byte> bytes)
    {
        BodyBytesSent += bytes.Length;
        return _connection.WriteAsync(bytes);
    }

    private ValueTask WriteChunkedAsync(ReadOnlyMemory<byte> bytes) =>
        _gathered.TryAppend(bytes.Span) ? default : WriteChunksAsync(bytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteChunksAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteGatheredAsync().ConfigureAwait(false);
        if (!_gathered.TryAppend(bytes.Span))
        {
            BodyBytesSent += bytes.Length;
            await ChunkedPayload.WriteAsync(_connection, bytes).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what has been gathered, framed as the head has said.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteGatheredAsync()
    {
        if (_gathered.Length == 0)
        {
            return;
        }

        ReadOnlyMemory<byte> bytes = _gathered.Content;
        if (_framing == ResponseFraming.Chunked && IsPayloadSent)
        {
            BodyBytesSent += bytes.Length;
            await ChunkedPayload.WriteAsync(_connection, bytes).ConfigureAwait(false);
        }
        else if (IsPayloadSent)
        {
            await WritePayloadAsync(bytes).ConfigureAwait(false);
        }

        _gathered.Clear();
    }

    /// <summary>Holds a handler to the length it has given.</summary>
    private void Promise(long count)
    {
        if (_framing != ResponseFraming.Length)
        {
            return;
        }

        if (count > _remaining)
        {
            throw TooLong();
        }

        _remaining -= count;
    }

    private InvalidOperationException TooLong() => new(
        $"The body is longer than the Content-Length of {Head.ContentLength} that was promised: set the right length "
        + "before the first write, or none.");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> CompleteSlowlyAsync()
    {
        if (State == ResponseState.Unstarted)
        {
            Head.ContentLength ??= SendsTrailers ? null : _gathered.Length;
            await StartAsync().ConfigureAwait(false);
        }

        await WriteGatheredAsync().ConfigureAwait(false);
        _gathered.Release();
        if (_framing == ResponseFraming.Chunked && IsPayloadSent)
        {
            await ChunkedPayload.EndAsync(_connection, _composer, Head.Trailers).ConfigureAwait(false);
        }

        return Finish();
    }

    private bool Finish()
    {
        // RFC 9110 §8.6: fewer bytes than Content-Length says is not a response. For HEAD there are none to count.
        bool isWhole = _framing != ResponseFraming.Length || _remaining == 0 || !_isPayloadSent;
        State = isWhole ? ResponseState.Complete : ResponseState.Aborted;
        return isWhole;
    }
}
