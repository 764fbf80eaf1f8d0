// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Connections;
using Linnet.Protocol.Messages;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Exchanges;

/// <summary>
/// The response to a request. Its head goes when its body has grown past a few KiB, is flushed, or is whole; until then
/// status and fields can change. Its framing (Content-Length, chunked coding, close) is the server's work.
/// </summary>
public sealed class HttpResponse
{
    private const string PlainText = "text/plain; charset=utf-8";

    private readonly HttpExchange _exchange;

    internal HttpResponse(HttpExchange exchange)
    {
        _exchange = exchange;
        Headers = new ResponseHeaders(this);
        Trailers = new ResponseTrailers(this);
    }

    /// <summary>The status code, from 200 to 599; 200 unless set (RFC 9110 §15).</summary>
    /// <exception cref="InvalidOperationException">Set after the head has gone.</exception>
    public int StatusCode
    {
        get => Head.Status;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 200);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 599);
            OpenHead.Status = value;
        }
    }

    /// <summary>The header fields.</summary>
    public ResponseHeaders Headers { get; }

    /// <summary>The fields that follow the body.</summary>
    public ResponseTrailers Trailers { get; }

    /// <summary>
    /// The length of the body in bytes. Need not be set. When it is, writing more throws, and writing less resets the
    /// connection, because the client would wait for the rest.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set after the head has gone.</exception>
    public long? ContentLength
    {
        get => Head.ContentLength;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            OpenHead.ContentLength = value;
        }
    }

    /// <summary>The media type of the body: the field Content-Type.</summary>
    public string? ContentType
    {
        get => Headers["Content-Type"];
        set => Headers["Content-Type"] = value;
    }

    /// <summary>True when the head has gone: status and fields cannot change any more.</summary>
    public bool HasStarted => Writer.State != ResponseState.Unstarted;

    /// <summary>
    /// Writes bytes of the body. They are gathered and leave with the head, when there are enough of them, or with
    /// <see cref="FlushAsync"/>; to a slow client this waits.
    /// </summary>
    /// <exception cref="InvalidOperationException">More than <see cref="ContentLength"/>.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Writer.WriteAsync(body);
    }

    /// <summary>Writes text in UTF-8; the media type is plain text unless another one was set.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="ContentLength"/>.</exception>
    public ValueTask WriteAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        if (!HasStarted)
        {
            ContentType ??= PlainText;
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int count = Encoding.UTF8.GetBytes(text, bytes);
        ValueTask write = Writer.WriteAsync(bytes.AsMemory(0, count));
        if (!write.IsCompletedSuccessfully)
        {
            return ReturnAfterAsync(write, bytes);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return write;
    }

    /// <summary>
    /// Sends a 1xx response ahead of this one, at once: 103 with Link fields lets a client fetch what it will need, 102 says
    /// that work goes on. Nothing is sent to an HTTP/1.0 client (RFC 9110 §15.2).
    /// </summary>
    /// <param name="statusCode">From 102 to 199; 100 is sent when the body is read, and 101 by upgrading.</param>
    /// <param name="fields">Its header fields.</param>
    /// <exception cref="InvalidOperationException">This response has begun, or it is the ninth 1xx of a request.</exception>
    public ValueTask SendInformationalAsync(int statusCode, params IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 102);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 199);
        List<ResponseField> checkedFields = [];
        foreach ((string name, string value) in fields)
        {
            ResponseHeaders.Check(name, value);
            if (IsFraming(name))
            {
                // RFC 9110 §8.6, RFC 9112 §6.1: neither in a 1xx, which has no body.
                throw new ArgumentException($"{name} cannot be in a 1xx response, which has no body.", nameof(fields));
            }

            checkedFields.Add(new ResponseField(name, value));
        }

        return Writer.SendInformationalAsync(statusCode, checkedFields);
    }

    /// <summary>Sends the head and all of the body written so far, as a client of a long response expects.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Writer.FlushAsync();
    }

    /// <summary>Writes a part of a file as a part of the body, in bounded memory, by the shortest way the transport has.</summary>
    /// <param name="file">The file, opened for reading; stays the caller's.</param>
    /// <param name="offset">Where in the file to begin.</param>
    /// <param name="length">How many bytes. A file that ends before resets the connection.</param>
    /// <param name="cancellationToken">Gives up between two blocks.</param>
    public ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Writer.SendFileAsync(file, offset, length, cancellationToken);
    }

    /// <summary>Resets the connection: the client learns that there is no whole response.</summary>
    public void Abort() => _exchange.Stream.Abort();

    /// <summary>The head, for looking at.</summary>
    internal ResponseHead Head => Writer.Head;

    /// <summary>The head, for changing.</summary>
    /// <exception cref="InvalidOperationException">It has gone.</exception>
    internal ResponseHead OpenHead => HasStarted
        ? throw new InvalidOperationException(
            "The response's head has gone. Set status and fields before the body is flushed or grows large.")
        : Head;

    private static bool IsFraming(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase);

    private Http1ResponseWriter Writer => _exchange.Stream.Response;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask ReturnAfterAsync(ValueTask write, byte[] bytes)
    {
        await write.ConfigureAwait(false);

        // Only now: a write that failed may still be using them.
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
