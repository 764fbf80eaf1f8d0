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
    // RFC 9112 §3: a method longer than any that a server implements is answered 501. The longest registered one has 17
    // letters.
    private const int MaxMethodBytes = 64;

    // RFC 9112 §2.2: at least one empty line before the request line is ignored. Two, and no more: a client that sends
    // a stray CRLF after a body exists, one that sends a hundred does not.
    private const int MaxEmptyLines = 2;

    private readonly HeadLimits _limits;
    private readonly Leniency _tolerated;
    private Phase _phase;
    private LineScanner _line;
    private int _emptyLines;
    private int _fieldsStart;

    /// <summary>Makes a parser for a connection.</summary>
    /// <param name="limits">What it enforces.</param>
    /// <param name="scheme">What the connection serves.</param>
    /// <param name="tolerated">Faults for which a head is not refused.</param>
    public RequestHeadParser(
        HeadLimits limits, UriScheme scheme = UriScheme.Http, Leniency tolerated = Leniency.None)
    {
        _limits = limits;
        Scheme = scheme;
        _tolerated = tolerated;
        Reset();
    }

    private enum Phase : byte
    {
        Start,
        Method,
        RequestLine,
        FieldLine,
        Complete,
        Rejected,
    }

    /// <summary>What the connection serves.</summary>
    public UriScheme Scheme { get; set; }

    /// <summary>Why the head was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Makes the parser ready for the next head.</summary>
    public void Reset()
    {
        _phase = Phase.Start;
        _line.Begin((_tolerated & Leniency.BareLineFeed) != 0);
        _emptyLines = 0;
        _fieldsStart = 0;
        Rejection = RequestRejection.None;
    }

    /// <summary>Reads on.</summary>
    /// <param name="buffer">The message from its first byte; what was given before, and perhaps more.</param>
    /// <param name="head">Cleared by the caller before the first call; whole when the result says so.</param>
    public ParseResult Parse(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        // Each step that completes leaves the parser in a later phase or at a later line.
        while (_phase != Phase.Complete)
        {
            ParseResult step = _phase switch
            {
                Phase.Start => SkipEmptyLine(buffer),
                Phase.Method => ReadMethod(buffer, head),
                Phase.RequestLine => ReadRequestLine(buffer, head),
                Phase.FieldLine => ReadFieldLine(buffer, head),
                Phase.Complete => ParseResult.Complete,
                Phase.Rejected => ParseResult.Rejected,
            };
            if (step != ParseResult.Complete)
            {
                return step;
            }
        }

        return ParseResult.Complete;
    }

    private ParseResult SkipEmptyLine(ReadOnlySpan<byte> buffer)
    {
        int position = _line.Start;
        if (position == buffer.Length)
        {
            return ParseResult.Incomplete;
        }

        if (buffer[position] is not ((byte)'\r' or (byte)'\n'))
        {
            _phase = Phase.Method;
            return ParseResult.Complete;
        }

        // The line ends at its first byte, so it cannot be too long; it can only end badly.
        ParseResult line = _line.Find(buffer, 0, RequestRejection.InvalidRequestLine, out _);
        if (line != ParseResult.Complete)
        {
            return Stop(line);
        }

        _line.Restart(_line.Next);
        return ++_emptyLines > MaxEmptyLines
            ? Reject(RequestRejection.EmptyLinesBeforeRequest)
            : ParseResult.Complete;
    }

    private ParseResult ReadMethod(ReadOnlySpan<byte> buffer, RequestHead head)
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
        return ParseResult.Complete;
    }

    private ParseResult ReadRequestLine(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        ParseResult line = _line.Find(
            buffer, _limits.MaxRequestLineBytes, RequestRejection.RequestLineTooLong, out int end);
        if (line != ParseResult.Complete)
        {
            return Stop(line);
        }

        int restStart = _line.Start + head.MethodBytes(buffer).Length + 1;
        _line.Restart(_line.Next);
        _fieldsStart = _line.Start;
        _phase = Phase.FieldLine;
        return Conclude(RequestLine.Parse(buffer[..end], restStart, Scheme, _tolerated, head));
    }

    private ParseResult ReadFieldLine(ReadOnlySpan<byte> buffer, RequestHead head)
    {
        int roomInHead = _limits.MaxFieldBytes - (_line.Start - _fieldsStart);
        ParseResult line = _limits.MaxFieldLineBytes <= roomInHead
            ? _line.Find(buffer, _limits.MaxFieldLineBytes, RequestRejection.FieldLineTooLong, out int end)
            : _line.Find(buffer, roomInHead, RequestRejection.HeadTooLarge, out end);
        if (line != ParseResult.Complete)
        {
            return Stop(line);
        }

        int start = _line.Start;
        _line.Restart(_line.Next);
        if (start < end)
        {
            return Conclude(AddField(buffer, start, end, head));
        }

        head.Length = _line.Start;
        head.Tolerated |= _line.EndsInLineFeed ? Leniency.BareLineFeed : Leniency.None;
        _phase = Phase.Complete;
        return Conclude(RequestRules.Apply(buffer, head, _tolerated));
    }

    private RequestRejection AddField(ReadOnlySpan<byte> buffer, int start, int end, RequestHead head)
    {
        RequestRejection rejection = FieldLine.Parse(buffer, start, end, start == _fieldsStart, out Field field);
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

    private ParseResult Stop(ParseResult line) =>
        line == ParseResult.Incomplete ? ParseResult.Incomplete : Reject(_line.Rejection);

    private ParseResult Conclude(RequestRejection rejection) =>
        rejection == RequestRejection.None ? ParseResult.Complete : Reject(rejection);

    private ParseResult Reject(RequestRejection rejection)
    {
        // No later byte of a connection that broke a rule is ever taken for a request, whoever asks again.
        _phase = Phase.Rejected;
        Rejection = rejection;
        return ParseResult.Rejected;
    }
}
