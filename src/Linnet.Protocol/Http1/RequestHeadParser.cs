// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Http1;

/// <summary>
/// Reads a request head from one contiguous buffer that may still be filling. Fed again with the same bytes and more, it
/// goes on where it stopped: each byte is looked at a fixed number of times, and every split of the input gives the same
/// result. It keeps no reference to the buffer. RFC 9112 §2 to §6.
/// </summary>
/// <remarks>
/// <code>
///   Start ──▶ Method ──▶ RequestLine ──▶ FieldLine ──▶ Complete
///     │ ▲                                  │ ▲
///     └─┘ empty line, at most two          └─┘ each field
/// </code>
/// Any state goes to Rejected at the first byte that breaks a rule; a line is judged when it is whole.
/// </remarks>
internal sealed class RequestHeadParser
{
    // RFC 9112 §3.1 leaves the bound open; the longest registered method has 17 letters.
    private const int MaxMethodBytes = 64;

    // RFC 9112 §2.2: at least one empty line before the request line is ignored. Two, and no more: a client that sends
    // a stray CRLF after a body exists, one that sends a hundred does not.
    private const int MaxEmptyLines = 2;

    private readonly HeadLimits _limits;
    private Phase _phase;
    private LineScanner _line;
    private int _emptyLines;
    private int _fieldsStart;

    /// <summary>Makes a parser that enforces <paramref name="limits"/>.</summary>
    public RequestHeadParser(HeadLimits limits) => _limits = limits;

    private enum Phase : byte
    {
        Start,
        Method,
        RequestLine,
        FieldLine,
    }

    /// <summary>Why the head was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Makes the parser ready for the next head.</summary>
    public void Reset()
    {
        _phase = Phase.Start;
        _line.Restart(0);
        _emptyLines = 0;
        _fieldsStart = 0;
        Rejection = RequestRejection.None;
    }

    /// <summary>Reads on.</summary>
    /// <param name="buffer">The message from its first byte; what was given before, and perhaps more.</param>
    /// <param name="head">Cleared by the caller before the first call; whole when the result says so.</param>
    public ParseResult Parse(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        while (true)
        {
            ParseResult? result = _phase switch
            {
                Phase.Start => SkipEmptyLines(buffer),
                Phase.Method => ParseMethod(buffer, head),
                Phase.RequestLine => ParseRequestLine(buffer, head),
                Phase.FieldLine => ParseFieldLine(buffer, head),
            };
            if (result is { } known)
            {
                return known;
            }
        }
    }

    private ParseResult? SkipEmptyLines(ReadOnlySpan<byte> buffer)
    {
        int position = _line.Start;
        if (position == buffer.Length)
        {
            return ParseResult.Incomplete;
        }

        if (buffer[position] is not ((byte)'\r' or (byte)'\n'))
        {
            _phase = Phase.Method;
            return null;
        }

        LineResult line = _line.Find(buffer, int.MaxValue, out int end, out RequestRejection rejection);
        if (line != LineResult.Complete)
        {
            return line == LineResult.Incomplete ? ParseResult.Incomplete : Reject(rejection);
        }

        _line.Restart(end + 2);
        return ++_emptyLines > MaxEmptyLines ? Reject(RequestRejection.EmptyLinesBeforeRequest) : null;
    }

    private ParseResult? ParseMethod(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        int start = _line.Start;
        ReadOnlySpan<byte> window = buffer[start..Math.Min(buffer.Length, start + MaxMethodBytes + 1)];
        int length = Token.IndexOfNonToken(window);
        if (length < 0)
        {
            return window.Length > MaxMethodBytes ? Reject(RequestRejection.MethodTooLong) : ParseResult.Incomplete;
        }

        if (length == 0 || window[length] != ' ')
        {
            return Reject(RequestRejection.InvalidMethod);
        }

        head.SetMethod(KnownMethods.Recognise(window[..length]), start, length);
        _phase = Phase.RequestLine;
        return null;
    }

    private ParseResult? ParseRequestLine(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        int limit = _line.Start + _limits.MaxRequestLineBytes;
        LineResult line = _line.Find(buffer, limit, out int end, out RequestRejection rejection);
        switch (line)
        {
            case LineResult.Incomplete:
                return ParseResult.Incomplete;
            case LineResult.TooLong:
                return Reject(RequestRejection.RequestLineTooLong);
            case LineResult.Rejected:
                return Reject(rejection);
            case LineResult.Complete:
                break;
        }

        int restStart = _line.Start + head.MethodBytes(buffer).Length + 1;
        rejection = RequestLine.Parse(buffer, restStart, end, head);
        if (rejection != RequestRejection.None)
        {
            return Reject(rejection);
        }

        _line.Restart(end + 2);
        _fieldsStart = end + 2;
        _phase = Phase.FieldLine;
        return null;
    }

    private ParseResult? ParseFieldLine(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        int lineLimit = _line.Start + _limits.MaxFieldLineBytes;
        int headLimit = _fieldsStart + _limits.MaxFieldBytes;
        LineResult line = _line.Find(buffer, Math.Min(lineLimit, headLimit), out int end, out RequestRejection rejection);
        switch (line)
        {
            case LineResult.Incomplete:
                return ParseResult.Incomplete;
            case LineResult.TooLong:
                return Reject(
                    lineLimit <= headLimit ? RequestRejection.FieldLineTooLong : RequestRejection.HeadTooLarge);
            case LineResult.Rejected:
                return Reject(rejection);
            case LineResult.Complete:
                break;
        }

        if (end == _line.Start)
        {
            head.Length = end + 2;
            return Conclude(RequestRules.Apply(buffer, head));
        }

        rejection = AddField(buffer, end, head);
        _line.Restart(end + 2);
        return rejection == RequestRejection.None ? null : Reject(rejection);
    }

    private RequestRejection AddField(ReadOnlySpan<byte> buffer, int end, RequestHead head)
    {
        bool isFirst = _line.Start == _fieldsStart;
        RequestRejection rejection = FieldLine.Parse(buffer, _line.Start, end, isFirst, out Field field);
        if (rejection != RequestRejection.None)
        {
            return rejection;
        }

        if (head.Fields.Count == _limits.MaxFields)
        {
            return RequestRejection.TooManyFields;
        }

        head.Fields.Add(field);
        return RequestRejection.None;
    }

    private ParseResult Conclude(RequestRejection rejection) =>
        rejection == RequestRejection.None ? ParseResult.Complete : Reject(rejection);

    private ParseResult Reject(RequestRejection rejection)
    {
        Rejection = rejection;
        return ParseResult.Rejected;
    }
}
