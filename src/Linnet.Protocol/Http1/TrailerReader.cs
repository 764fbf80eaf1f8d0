// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>Reads the trailer section after the last chunk, a whole line at a time. RFC 9112 §7.1.2.</summary>
internal sealed class TrailerReader
{
    private readonly HeadLimits _limits;
    private LineScanner _line;
    private int _fields;
    private int _bytes;

    /// <summary>Makes a reader that enforces <paramref name="limits"/>.</summary>
    public TrailerReader(HeadLimits limits) => _limits = limits;

    /// <summary>What has been read.</summary>
    public Trailers Trailers { get; } = new();

    /// <summary>Why the section was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Makes the reader ready for the next section.</summary>
    public void Reset()
    {
        _line.Restart(0);
        _fields = 0;
        _bytes = 0;
        Rejection = RequestRejection.None;
        Trailers.Clear();
    }

    /// <summary>Reads on; <paramref name="consumed"/> covers whole lines only.</summary>
    public ParseResult Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        consumed = 0;
        while (Rejection == RequestRejection.None)
        {
            ReadOnlySpan<byte> rest = buffer[consumed..];
            int maxLength = Math.Min(_limits.MaxFieldLineBytes, _limits.MaxTrailerBytes - _bytes);
            ParseResult line = _line.Find(rest, maxLength, RequestRejection.TrailersTooLarge, out int end);
            if (line != ParseResult.Complete)
            {
                Rejection = _line.Rejection;
                return line;
            }

            consumed += _line.Next;
            _bytes += _line.Next;
            _line.Restart(0);
            if (end == 0)
            {
                return ParseResult.Complete;
            }

            Rejection = AddField(rest[..end]);
        }

        return ParseResult.Rejected;
    }

    private RequestRejection AddField(ReadOnlySpan<byte> line)
    {
        RequestRejection rejection = FieldLine.Parse(line, 0, line.Length, _fields == 0, out Field field);
        if (rejection != RequestRejection.None)
        {
            return rejection;
        }

        if (++_fields > _limits.MaxTrailerFields)
        {
            return RequestRejection.TrailersTooLarge;
        }

        Trailers.Add(field.Name(line), field.Value(line));
        return RequestRejection.None;
    }
}
