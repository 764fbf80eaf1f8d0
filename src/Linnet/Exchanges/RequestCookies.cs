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
/// The cookies of a request, in the order sent. Nothing is parsed or copied until it is asked for. Names are compared
/// exactly. A cookie is data from the client: nothing but its name says where it comes from, and only names that begin with
/// <c>__Host-</c> are beyond the reach of neighbouring hosts. Valid as long as the exchange. RFC 6265 §5.4.
/// </summary>
public sealed class RequestCookies : IEnumerable<KeyValuePair<string, string>>
{
    private readonly HttpExchange _exchange;

    internal RequestCookies(HttpExchange exchange) => _exchange = exchange;

    /// <summary>
    /// The value of the first cookie of a name, as sent: neither quotes nor percent-encoding are undone; null when there is
    /// none. Bytes from 0x80 up are read as Latin-1.
    /// </summary>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            foreach (Field field in Fields)
            {
                ReadOnlySpan<byte> rest = RestOf(field);
                while (CookiePairs.TryRead(ref rest, out ReadOnlySpan<byte> found, out ReadOnlySpan<byte> value))
                {
                    if (Ascii.Equals(found, name))
                    {
                        return Encoding.Latin1.GetString(value);
                    }
                }
            }

            return null;
        }
    }

    /// <summary>The first cookie of a name. The bytes are valid until the handler awaits something. Makes nothing.</summary>
    public bool TryGetBytes(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly Field field in Fields)
        {
            ReadOnlySpan<byte> rest = RestOf(field);
            while (CookiePairs.TryRead(ref rest, out ReadOnlySpan<byte> found, out ReadOnlySpan<byte> text))
            {
                if (found.SequenceEqual(name))
                {
                    value = text;
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    /// <summary>The cookies as text.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        List<KeyValuePair<string, string>> cookies = [];
        foreach (ref readonly Field field in Fields)
        {
            ReadOnlySpan<byte> rest = RestOf(field);
            while (CookiePairs.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            {
                cookies.Add(new(Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value)));
            }
        }

        return cookies.GetEnumerator();
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Http1Stream Stream => _exchange.Stream;

    private ReadOnlySpan<Field> Fields => Stream.Head.Fields.Fields;

    private ReadOnlySpan<byte> RestOf(in Field field)
    {
        ReadOnlySpan<byte> message = Stream.HeadBytes;
        return Ascii.EqualsIgnoreCase(field.Name(message), "Cookie"u8) ? field.Value(message) : default;
    }
}
