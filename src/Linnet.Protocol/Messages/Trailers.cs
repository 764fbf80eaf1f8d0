// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Protocol.Messages;

/// <summary>
/// The trailer fields of one message, in bytes of their own: their buffer moves on while a body is read. Kept apart from
/// the header fields for good. RFC 9110 §6.5.
/// </summary>
internal sealed class Trailers
{
    // RFC 9110 §6.5.1: no framing, routing, authentication, request modifier, response control or content format after
    // the fact. Whoever checked the head has already decided by it. The fields the server knows are forbidden as well.
    private static readonly string[] Forbidden =
    [
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Content-Type", "Content-Encoding",
        "Content-Range", "Trailer", "TE", "Range", "Cache-Control", "Max-Forwards", "Forwarded", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Proto", "If-Match", "If-None-Match", "If-Modified-Since",
        "If-Unmodified-Since", "If-Range",
    ];

    private byte[] _bytes = [];
    private int _length;

    /// <summary>The fields, as places in <see cref="Bytes"/>.</summary>
    public FieldTable Fields { get; } = new();

    /// <summary>Names and values, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Forgets all fields.</summary>
    public void Clear()
    {
        _length = 0;
        Fields.Clear();
    }

    /// <summary>Keeps a field, or drops it when a trailer must not carry it.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (IsForbidden(name))
        {
            return;
        }

        int needed = _length + name.Length + value.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        }

        name.CopyTo(_bytes.AsSpan(_length));
        value.CopyTo(_bytes.AsSpan(_length + name.Length));
        Fields.Add(new Field(KnownField.Other, _length, name.Length, _length + name.Length, value.Length));
        _length = needed;
    }

    /// <summary>True for a name that no trailer may have, received or sent.</summary>
    public static bool IsForbidden(ReadOnlySpan<byte> name)
    {
        if (KnownFields.Recognise(name) != KnownField.Other)
        {
            return true;
        }

        foreach (string forbidden in Forbidden)
        {
            if (Ascii.EqualsIgnoreCase(name, forbidden))
            {
                return true;
            }
        }

        return false;
    }
}
