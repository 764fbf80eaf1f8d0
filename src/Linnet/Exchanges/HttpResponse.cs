// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Serialization.Metadata;
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
    private readonly HttpExchange _exchange;
    private readonly ResponseOutput _output;

    internal HttpResponse(HttpExchange exchange)
    {
        _exchange = exchange;
        _output = new ResponseOutput(exchange);
        Body = new ResponseBody(this);
        Writer = new ResponseWriter(exchange, _output.Pending);
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

    /// <summary>Sets a cookie, for as long as the browser runs: for the whole site, HttpOnly and SameSite=Lax.</summary>
    /// <exception cref="ArgumentException">Name or value cannot be in a cookie; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The head has gone.</exception>
    public void SetCookie(string name, string value) => SetCookie(new ResponseCookie(name, value));

    /// <summary>Sets a cookie, beside others of other names, paths or domains; the last one of the same three counts.</summary>
    /// <exception cref="ArgumentException">Browsers would ignore it; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The head has gone.</exception>
    public void SetCookie(ResponseCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        Headers.Add("Set-Cookie", ResponseCookie.FieldValueOf(cookie));
    }

    /// <summary>Has the browser forget a cookie. Path and domain must be those it was set with.</summary>
    /// <exception cref="ArgumentException">Name, path or domain cannot be a cookie's.</exception>
    /// <exception cref="InvalidOperationException">The head has gone.</exception>
    public void DeleteCookie(string name, string path = "/", string? domain = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        SetCookie(new ResponseCookie(name, "")
        {
            Path = path,
            Domain = domain,
            MaxAge = TimeSpan.Zero,
            Expires = DateTimeOffset.UnixEpoch,

            // A browser ignores a deletion that does not keep what the name promises.
            Secure = name.StartsWith("__", StringComparison.Ordinal),
        });
    }

    /// <summary>True when the head has gone: status and fields cannot change any more.</summary>
    public bool HasStarted => _output.HasStarted;

    /// <summary>
    /// Bytes of the body that have been given to the connection so far: as they are on the wire, after any compression, but
    /// without head and chunk framing; none for HEAD. Final in a callback of <see cref="OnCompleted"/>.
    /// </summary>
    public long BytesSent => Wire.BodyBytesSent;

    /// <summary>
    /// The body as a stream that is only written, for whatever writes to streams. The same as
    /// <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> and <see cref="FlushAsync"/>; closing it does
    /// nothing, for the response is whole when its handler returns. Its synchronous members block; prefer the others.
    /// </summary>
    public Stream Body { get; }

    /// <summary>
    /// The body as a buffer to write into without a copy before. What is written is gathered in memory, however much it is,
    /// until the next write or flush, or until the handler returns: flush every few KiB of a long body. A body that is
    /// whole before its first flush has a Content-Length. The memory it gives is valid until it is used again.
    /// </summary>
    public IBufferWriter<byte> Writer { get; }

    /// <summary>
    /// Has a callback called once, when the head is about to go: the last moment to change status and fields. Who asked
    /// last is called first. It must not write; what it throws is the handler's failure. Not called when the server answers
    /// in the handler's place, or when the connection is upgraded.
    /// </summary>
    /// <exception cref="InvalidOperationException">The head has gone.</exception>
    public void OnStarting(Action<HttpExchange> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _output.OnStarting(callback);
    }

    /// <summary>
    /// Passes the whole body through a stream that is made around the next one, as compression is: from a callback of
    /// <see cref="OnStarting"/>, where status and fields are known, or before anything is written. The stream is disposed when the
    /// handler has returned, and may write its end then. Of several, the last one set is the first passed. A Content-Length that
    /// the handler set is kept to and not sent.
    /// </summary>
    /// <param name="filter">Makes the stream to write into, given the one to write on to.</param>
    /// <remarks>
    /// Who changes a body sees to the fields that speak of it: ETag, Accept-Ranges, Content-Encoding, and answers 206 and 304
    /// (<see cref="RequestHeaders.Remove"/>).
    /// </remarks>
    /// <exception cref="InvalidOperationException">Some of the body has gone.</exception>
    public void FilterBody(Func<Stream, Stream> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _output.Filter(filter);
    }

    /// <summary>
    /// Has a callback called once, when the response is over: whole and given to the connection, or given up; also when the
    /// server has answered in the handler's place. Status, fields, <see cref="BytesSent"/> and the request's head can be
    /// read; no body can be read or written. Who asked last is called first. What it throws is reported as a handler's
    /// failure and changes nothing.
    /// </summary>
    public void OnCompleted(Action<HttpExchange> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _exchange.OnCompleted(callback);
    }

    /// <summary>Makes it a 200 without fields and body again, for an answer in place of the one begun.</summary>
    /// <exception cref="InvalidOperationException">The head has gone.</exception>
    public void Clear()
    {
        _exchange.Gate.RequireIdle();
        _ = OpenHead;
        _output.Clear();
    }

    /// <summary>
    /// Writes bytes of the body. They are gathered and leave with the head, when there are enough of them, or with
    /// <see cref="FlushAsync"/>; to a slow client this waits. The memory is the caller's again when the task has ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// More than <see cref="ContentLength"/>, and nothing past it is sent; or another write is still under way.
    /// </exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _exchange.Gate.PassAsync((_output, body), static call => call._output.WriteAsync(call.body));
    }

    /// <summary>Writes text in UTF-8; the media type is plain text unless another one was set.</summary>
    /// <exception cref="InvalidOperationException">
    /// More than <see cref="ContentLength"/>, or another write is still under way.
    /// </exception>
    public ValueTask WriteAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        return _exchange.Gate.PassAsync((_output, text), static call => call._output.WriteTextAsync(call.text));
    }

    /// <summary>
    /// Writes a value as JSON; the media type is JSON unless another one was set. No reflection: the type's contract comes
    /// from a source-generated context, <c>Shop.Default.Order</c>. What cannot be written leaves nothing behind.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// More than <see cref="ContentLength"/>, or another write is still under way.
    /// </exception>
    public ValueTask WriteJsonAsync<T>(
        T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        cancellationToken.ThrowIfCancellationRequested();
        return _exchange.Gate.PassAsync(
            (_output, value, typeInfo), static call => call._output.WriteJsonAsync(call.value, call.typeInfo));
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

        return _exchange.Gate.PassAsync(
            (Wire, statusCode, checkedFields),
            static call => call.Wire.SendInformationalAsync(call.statusCode, call.checkedFields));
    }

    /// <summary>Sends the head and all of the body written so far, as a client of a long response expects.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _exchange.Gate.PassAsync(_output, static output => output.FlushAsync());
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
        return _exchange.Gate.PassAsync(
            (_output, file, offset, length, cancellationToken),
            static call => call._output.SendFileAsync(call.file, call.offset, call.length, call.cancellationToken));
    }

    /// <summary>Resets the connection: the client learns that there is no whole response.</summary>
    public void Abort() => _exchange.Stream.Abort();

    /// <summary>The time of day, as the server has it.</summary>
    internal DateTimeOffset UtcNow => _exchange.Stream.UtcNow;

    /// <summary>The head, for looking at.</summary>
    internal ResponseHead Head => Wire.Head;

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

    /// <summary>The way of the body to the protocol.</summary>
    internal ResponseOutput Output => _output;

    private Http1ResponseWriter Wire => _exchange.Stream.Response;
}
