// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Connections;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>
/// The header fields of a request, in the order received. Names are compared without regard to case (RFC 9110 §5.1).
/// Nothing is copied until a value is asked for as text.
/// </summary>
public sealed class RequestHeaders : IEnumerable<KeyValuePair<string, string>>
{
    // The longest form is the obsolete one with a whole weekday: Wednesday, 09-Nov-94 08:49:37 GMT.
    private const int LongestDate = 40;

    private static readonly FieldTable None = new();

    private readonly HttpExchange _exchange;
    private readonly bool _isTrailers;

    internal RequestHeaders(HttpExchange exchange, bool isTrailers)
    {
        _exchange = exchange;
        _isTrailers = isTrailers;
    }

    /// <summary>Which media types the client wants (RFC 9110 §12.5.1).</summary>
    public string? Accept => this["Accept"];

    /// <summary>Which content codings the client understands (RFC 9110 §12.5.3).</summary>
    public string? AcceptEncoding => this["Accept-Encoding"];

    /// <summary>Which languages the client wants (RFC 9110 §12.5.4).</summary>
    public string? AcceptLanguage => this["Accept-Language"];

    /// <summary>The client's credentials (RFC 9110 §11.6.2).</summary>
    public string? Authorization => this["Authorization"];

    /// <summary>The media type of the body (RFC 9110 §8.3).</summary>
    public string? ContentType => this["Content-Type"];

    /// <summary>When what the client has was changed; null when it says nothing, or no date (RFC 9110 §13.1.3).</summary>
    public DateTimeOffset? IfModifiedSince => TryGetDate("If-Modified-Since"u8, out DateTimeOffset date) ? date : null;

    /// <summary>The entity tags of what the client has (RFC 9110 §13.1.2).</summary>
    public string? IfNoneMatch => this["If-None-Match"];

    /// <summary>
    /// The id of the last server-sent event that a browser has seen before it lost the connection, in UTF-8; null when it asks
    /// for the first time (HTML §9.2.4).
    /// </summary>
    public string? LastEventId =>
        TryGetBytes("Last-Event-ID"u8, out ReadOnlySpan<byte> id) ? Encoding.UTF8.GetString(id) : null;

    /// <summary>The site that a browser's request comes from.</summary>
    public string? Origin => this["Origin"];

    /// <summary>The page that a browser's request comes from (RFC 9110 §10.1.3).</summary>
    public string? Referer => this["Referer"];

    /// <summary>What program the client is, as it says (RFC 9110 §10.1.5).</summary>
    public string? UserAgent => this["User-Agent"];

    /// <summary>How many field lines there are.</summary>
    public int Count => Lines.Count;

    /// <summary>
    /// The value of a field; null when there is none; joined by <c>", "</c> when it stands on several lines
    /// (RFC 9110 §5.3). Bytes from 0x80 up are read as Latin-1.
    /// </summary>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            ReadOnlySpan<byte> message = Bytes;
            StringBuilder? joined = null;
            string? value = null;
            foreach (ref readonly Field field in Lines.Fields)
            {
                if (!Ascii.EqualsIgnoreCase(field.Name(message), name))
                {
                    continue;
                }

                string next = Encoding.Latin1.GetString(field.Value(message));
                if (value is not null)
                {
                    joined ??= new StringBuilder(value);
                    joined.Append(", ").Append(next);
                }

                value ??= next;
            }

            return joined?.ToString() ?? value;
        }
    }

    /// <summary>Finds the first field of a name and gives its value's bytes, which are valid until the handler awaits
    /// something. Allocates nothing.</summary>
    public bool TryGetBytes(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> message = Bytes;
        foreach (ref readonly Field field in Lines.Fields)
        {
            if (Ascii.EqualsIgnoreCase(field.Name(message), name))
            {
                value = field.Value(message);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>True when a field that is a list has a member, compared without regard to case (RFC 9110 §5.6.1).</summary>
    internal bool Lists(string name, string member) =>
        this[name]?.Split(',', StringSplitOptions.TrimEntries).Contains(member, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>Finds the field of a name, if there is exactly one line of it: for what must not be read in two ways.</summary>
    internal bool TryGetOnly(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> message = Bytes;
        int count = 0;
        value = default;
        foreach (ref readonly Field field in Lines.Fields)
        {
            if (Ascii.EqualsIgnoreCase(field.Name(message), name))
            {
                value = field.Value(message);
                count++;
            }
        }

        return count == 1;
    }

    /// <summary>Reads the first field of a name as a number, digits only. Allocates nothing.</summary>
    public bool TryGetInteger(ReadOnlySpan<byte> name, out long value)
    {
        value = 0;
        return TryGetBytes(name, out ReadOnlySpan<byte> digits) && DecimalInteger.TryParse(digits, out value);
    }

    /// <summary>
    /// Reads the first field of a name as a date, in any of the three forms of RFC 9110 §5.6.7. Allocates nothing.
    /// </summary>
    public bool TryGetDate(ReadOnlySpan<byte> name, out DateTimeOffset value)
    {
        Span<char> text = stackalloc char[LongestDate];
        value = default;
        return TryGetBytes(name, out ReadOnlySpan<byte> bytes)
            && bytes.Length <= text.Length
            && HttpDate.TryParse(text[..Encoding.Latin1.GetChars(bytes, text)], Stream.UtcNow, out value);
    }

    /// <summary>
    /// Takes a field away, as if the client had not sent it: for middleware that answers for it, or whose answer is not what the
    /// field speaks of, as a condition on a representation that the middleware changes. Nobody finds it any more, logs neither.
    /// </summary>
    /// <returns>True when there was one.</returns>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<byte> message = Bytes;
        FieldTable lines = Lines;
        int before = lines.Count;
        for (int index = before - 1; index >= 0; index--)
        {
            if (Ascii.EqualsIgnoreCase(lines[index].Name(message), name))
            {
                lines.RemoveAt(index);
            }
        }

        return lines.Count < before;
    }

    /// <summary>The field lines as text, one pair for each.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return Pair(index);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Http1Stream Stream => _exchange.Stream;

    /// <summary>Where the fields are.</summary>
    internal FieldTable Lines => _isTrailers ? Stream.Body.Trailers?.Fields ?? None : Stream.Head.Fields;

    /// <summary>The bytes they are in; valid until the handler awaits something.</summary>
    internal ReadOnlySpan<byte> Bytes =>
        _isTrailers ? Stream.Body.Trailers is { } trailers ? trailers.Bytes : default : Stream.HeadBytes;

    private KeyValuePair<string, string> Pair(int index)
    {
        ReadOnlySpan<byte> message = Bytes;
        Field field = Lines[index];
        return new(Encoding.ASCII.GetString(field.Name(message)), Encoding.Latin1.GetString(field.Value(message)));
    }
}
