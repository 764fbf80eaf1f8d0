// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>
/// Finds the end of one line in bytes that may still be arriving, looking at each byte once however often it is asked.
/// Faults are found in the order of the bytes, so the answer does not depend on how they were split. RFC 9112 §2.2.
/// </summary>
internal struct LineScanner
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private int _scanned;
    private LineEnding _ending;

    /// <summary>How the lines of one message end.</summary>
    private enum LineEnding : byte
    {
        /// <summary>All in CR LF.</summary>
        CarriageReturnLineFeed,

        /// <summary>As the first one does.</summary>
        Undecided,

        /// <summary>All in LF.</summary>
        LineFeed,
    }

    /// <summary>First byte of the line.</summary>
    public int Start { get; private set; }

    /// <summary>First byte after the whole line and its end.</summary>
    public int Next { get; private set; }

    /// <summary>Why the line was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>True once a line has ended in a bare LF, as then all of them do.</summary>
    public readonly bool EndsInLineFeed => _ending == LineEnding.LineFeed;

    /// <summary>Begins a message, the first line of which may end in a bare LF if that is tolerated.</summary>
    public void Begin(bool toleratesLineFeed)
    {
        _ending = toleratesLineFeed ? LineEnding.Undecided : LineEnding.CarriageReturnLineFeed;
        Restart(0);
    }

    /// <summary>Makes the line begin at <paramref name="position"/>, of which nothing has been looked at.</summary>
    public void Restart(int position)
    {
        Start = position;
        Rejection = RequestRejection.None;
        _scanned = position;
    }

    /// <summary>Looks for the end of the line.</summary>
    /// <param name="buffer">All bytes so far; the same bytes as last time, and perhaps more.</param>
    /// <param name="maxLength">The most bytes the line may have without its end; below 0, there may be no line.</param>
    /// <param name="tooLong">What a longer line is refused for.</param>
    /// <param name="end">The position of the CR, or of a bare LF, when the line is whole.</param>
    public ParseResult Find(ReadOnlySpan<byte> buffer, int maxLength, RequestRejection tooLong, out int end)
    {
        Debug.Assert(_scanned <= buffer.Length, "Bytes that were seen have gone.");
        int found = buffer[_scanned..].IndexOfAny(LineEnds);
        end = found < 0 ? buffer.Length : _scanned + found;

        // A length is compared with a length: a bound added to a position could overflow.
        if (end - Start > maxLength)
        {
            return Reject(tooLong);
        }

        _scanned = end;
        if (found < 0)
        {
            return ParseResult.Incomplete;
        }

        return buffer[end] == '\n' ? EndInLineFeed(end) : EndInCarriageReturn(buffer, end);
    }

    private ParseResult EndInLineFeed(int end)
    {
        if (_ending == LineEnding.CarriageReturnLineFeed)
        {
            // RFC 9112 §2.2: a recipient MAY take a bare LF as a line end. We do not: two readers of one message
            // that differ in this is how requests are smuggled. Nor where it is tolerated, once a line has ended in CR LF:
            // a proxy writes that, so a lone LF after it is one that the proxy took for a part of a value.
            return Reject(RequestRejection.BareLineFeed);
        }

        _ending = LineEnding.LineFeed;
        Next = end + 1;
        return ParseResult.Complete;
    }

    private ParseResult EndInCarriageReturn(ReadOnlySpan<byte> buffer, int end)
    {
        if (_ending == LineEnding.LineFeed)
        {
            // A client that ends its lines in LF does not end this one in CR LF.
            return Reject(RequestRejection.BareCarriageReturn);
        }

        if (end + 1 == buffer.Length)
        {
            return ParseResult.Incomplete;
        }

        if (buffer[end + 1] != '\n')
        {
            // RFC 9112 §2.2: a bare CR makes the element invalid.
            return Reject(RequestRejection.BareCarriageReturn);
        }

        _ending = LineEnding.CarriageReturnLineFeed;
        Next = end + 2;
        return ParseResult.Complete;
    }

    private ParseResult Reject(RequestRejection rejection)
    {
        Rejection = rejection;
        return ParseResult.Rejected;
    }
}
