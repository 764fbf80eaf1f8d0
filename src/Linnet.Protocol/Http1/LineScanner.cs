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

    /// <summary>First byte of the line.</summary>
    public int Start { get; private set; }

    /// <summary>Why the line was refused.</summary>
    public RequestRejection Rejection { get; private set; }

    /// <summary>Makes the line begin at <paramref name="position"/>, of which nothing has been looked at.</summary>
    public void Restart(int position)
    {
        Start = position;
        Rejection = RequestRejection.None;
        _scanned = position;
    }

    /// <summary>Looks for CR LF.</summary>
    /// <param name="buffer">All bytes so far; the same bytes as last time, and perhaps more.</param>
    /// <param name="maxLength">The most bytes the line may have without its CR LF; below 0, there may be no line.</param>
    /// <param name="tooLong">What a longer line is refused for.</param>
    /// <param name="end">The position of the CR when the line is whole.</param>
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

        if (buffer[end] == '\n')
        {
            // RFC 9112 §2.2: a recipient MAY take a bare LF as a line end. We do not: two readers of one message
            // that differ in this is how requests are smuggled.
            return Reject(RequestRejection.BareLineFeed);
        }

        if (end + 1 == buffer.Length)
        {
            return ParseResult.Incomplete;
        }

        // RFC 9112 §2.2: a bare CR makes the element invalid.
        return buffer[end + 1] == '\n' ? ParseResult.Complete : Reject(RequestRejection.BareCarriageReturn);
    }

    private ParseResult Reject(RequestRejection rejection)
    {
        Rejection = rejection;
        return ParseResult.Rejected;
    }
}
