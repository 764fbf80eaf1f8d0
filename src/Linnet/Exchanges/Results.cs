// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>The results that handlers return.</summary>
public static class Results
{
    private const string JsonType = "application/json";
    private const string EventsType = "text/event-stream";
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Text in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="statusCode">The status code.</param>
    public static Result Text(string text, int statusCode = 200)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Result(statusCode, PlainText, text);
    }

    /// <summary>A page of HTML in UTF-8. Nothing in it is escaped.</summary>
    /// <param name="html">The page.</param>
    /// <param name="statusCode">The status code.</param>
    public static Result Html(string html, int statusCode = 200)
    {
        ArgumentNullException.ThrowIfNull(html);
        return new Result(statusCode, "text/html; charset=utf-8", html);
    }

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes, which stay as they are until they have been sent.</param>
    /// <param name="contentType">Their type.</param>
    /// <param name="statusCode">The status code.</param>
    public static Result Bytes(
        ReadOnlyMemory<byte> bytes, string contentType = "application/octet-stream", int statusCode = 200) =>
        new(statusCode, contentType, null, bytes);

    /// <summary>
    /// A value as JSON, serialised at once and without reflection: what cannot be serialised fails here. Sent once: make one
    /// for each response.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">Its contract, from a source-generated context: <c>Shop.Default.Order</c>.</param>
    /// <param name="statusCode">The status code.</param>
    public static Result Json<T>(T value, JsonTypeInfo<T> typeInfo, int statusCode = 200)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        JsonContent content = JsonContent.Of(value, typeInfo, out int use);
        return new Result(statusCode, JsonType, content, default, use);
    }

    /// <summary>204, without content.</summary>
    public static Result NoContent() => Status(204);

    /// <summary>201, with the address of what has been made.</summary>
    /// <param name="location">Its address, as for <see cref="Redirect"/>.</param>
    /// <param name="body">What is shown of it; nothing unless given.</param>
    /// <exception cref="ArgumentException">The address holds a control character, or is empty.</exception>
    public static Result Created(string location, Result body = default) =>
        Located(LocationText.Of(location), body, 201);

    /// <summary>Sends the client elsewhere.</summary>
    /// <param name="location">
    /// The address: whole, or beginning with one slash for a path of this server. What is not ASCII is percent-encoded.
    /// What comes from a client must be checked first: <c>//example.com</c> leads to another server.
    /// </param>
    /// <param name="permanent">True when clients may remember it: 301 or 308 for 302 or 307.</param>
    /// <param name="preserveMethod">True when the method and body are sent there again: 307 or 308.</param>
    /// <exception cref="ArgumentException">The address holds a control character, or is empty.</exception>
    public static Result Redirect(string location, bool permanent = false, bool preserveMethod = false)
    {
        // RFC 9110 §15.4: user agents may turn POST into GET after 301 and 302, and never after 307 and 308.
        int statusCode = preserveMethod ? 307 : 302;
        int remembered = preserveMethod ? 308 : 301;
        return Located(LocationText.Of(location), default, permanent ? remembered : statusCode);
    }

    /// <summary>404, with one line of text.</summary>
    public static Result NotFound() => Status(404);

    /// <summary>400, with text that says what was wrong. Sent as plain text that no browser takes for a page.</summary>
    public static Result BadRequest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Result(400, PlainText, (HttpHandler)(exchange =>
        {
            exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
            return exchange.Response.WriteAsync(text, CancellationToken.None);
        }));
    }

    /// <summary>
    /// All that is left in a stream, or the parts of it that a client asks for, if it can seek; 304 to a client that has it.
    /// The stream is closed afterwards, also when it was not sent.
    /// </summary>
    /// <param name="stream">The stream. Its length, if it can seek, becomes that of the body.</param>
    /// <param name="contentType">The type of what it holds.</param>
    /// <param name="statusCode">The status code. Parts and conditions are for 200 alone.</param>
    /// <param name="entityTag">As for <see cref="ContentExchanges"/>.</param>
    /// <param name="lastModified">As for <see cref="ContentExchanges"/>.</param>
    /// <exception cref="ArgumentException">The entity tag is none.</exception>
    public static Result Stream(
        Stream stream,
        string contentType = "application/octet-stream",
        int statusCode = 200,
        string? entityTag = null,
        DateTimeOffset? lastModified = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StreamedContent.CheckEntityTag(entityTag);
        return new Result(
            statusCode,
            contentType,
            (HttpHandler)(exchange => StreamedContent.SendAsync(exchange, stream, entityTag, lastModified)));
    }

    /// <summary>
    /// A JSON array, each item sent as it comes: what has been written goes to the client whenever the next item keeps
    /// everybody waiting. No reflection.
    /// </summary>
    /// <param name="items">The items. They are asked for until they end or the client has gone.</param>
    /// <param name="typeInfo">The contract of an item, from a source-generated context.</param>
    public static Result Items<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(typeInfo);
        return new Result(200, JsonType, (HttpHandler)(exchange => JsonItems.SendAsync(exchange, items, typeInfo)));
    }

    /// <summary>
    /// Server-sent events, each sent as it comes. The sequence is asked until it ends, the client has gone, or the server begins
    /// to stop, which is what its token says. docs/server-sent-events.md is the page.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="heartbeat">How long nothing may be sent before a line is that readers skip; 15 s unless given.</param>
    public static Result Events(IAsyncEnumerable<ServerSentEvent> events, TimeSpan? heartbeat = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        TimeSpan interval = HeartbeatOf(heartbeat);
        return new Result(200, EventsType, (HttpHandler)(exchange => EventStream.SendAllAsync(exchange, events, interval)));
    }

    /// <summary>Server-sent events that are pushed, until what pushes them returns.</summary>
    /// <param name="sends">Sends events into the stream it is given.</param>
    /// <param name="heartbeat">How long nothing may be sent before a line is that readers skip; 15 s unless given.</param>
    public static Result Events(Func<EventStream, Task> sends, TimeSpan? heartbeat = null)
    {
        ArgumentNullException.ThrowIfNull(sends);
        TimeSpan interval = HeartbeatOf(heartbeat);
        return new Result(200, EventsType, (HttpHandler)(exchange => EventStream.RunAsync(exchange, sends, interval)));
    }

    /// <summary>A status, and from 400 up one line of text that names it.</summary>
    public static Result Status(int statusCode) => statusCode < 400
        ? new Result(statusCode, null, null)
        : new Result(statusCode, null, StatusLines.Send);

    private static TimeSpan HeartbeatOf(TimeSpan? heartbeat)
    {
        TimeSpan interval = heartbeat ?? EventStream.DefaultHeartbeat;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero, nameof(heartbeat));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromDays(1), nameof(heartbeat));
        return interval;
    }

    private static Result Located(string location, Result body, int statusCode) => new(
        statusCode,
        null,
        (HttpHandler)(exchange =>
        {
            exchange.Response.Headers["Location"] = location;
            return body.WithStatus(statusCode).SendAsync(exchange);
        }));
}
