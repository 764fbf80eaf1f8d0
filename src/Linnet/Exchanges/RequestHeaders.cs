// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Text;

using Linnet.Connections;
using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>
/// The header fields of a request, in the order received. Names are compared without regard to case (RFC 9110 §5.1).
/// Nothing is copied until a value is asked for as text.
/// </summary>
public sealed class RequestHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private static readonly FieldTable None = new();

    private readonly HttpExchange _exchange;
    private readonly bool _isTrailers;

    internal RequestHeaders(HttpExchange exchange, bool isTrailers)
    {
        _exchange = exchange;
        _isTrailers = isTrailers;
    }

    /// <summary>How many field lines there are.</summary>
    public int Count => Table.Count;

    /// <summary>
    /// The value of a field; null when there is none; joined by <c>", "</c> when it stands on several lines
    /// (RFC 9110 §5.3). Bytes from 0x80 up are read as Latin-1.
    /// </summary>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            ReadOnlySpan<byte> message = Message;
            StringBuilder? joined = null;
            string? value = null;
            foreach (ref readonly Field field in Table.Fields)
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
        ReadOnlySpan<byte> message = Message;
        foreach (ref readonly Field field in Table.Fields)
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

    private FieldTable Table => _isTrailers ? Stream.Body.Trailers?.Fields ?? None : Stream.Head.Fields;

    private ReadOnlySpan<byte> Message =>
        _isTrailers ? Stream.Body.Trailers is { } trailers ? trailers.Bytes : default : Stream.HeadBytes;

    private KeyValuePair<string, string> Pair(int index)
    {
        ReadOnlySpan<byte> message = Message;
        Field field = Table[index];
        return new(Encoding.ASCII.GetString(field.Name(message)), Encoding.Latin1.GetString(field.Value(message)));
    }
}
