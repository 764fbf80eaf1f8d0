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

    /// <summary>Makes the line begin at <paramref name="position"/>, of which nothing has been looked at.</summary>
    public void Restart(int position)
    {
        Start = position;
        _scanned = position;
    }

    /// <summary>Looks for CR LF.</summary>
    /// <param name="buffer">All bytes so far; the same bytes as last time, and perhaps more.</param>
    /// <param name="limit">The last position at which the CR may stand.</param>
    /// <param name="end">The position of the CR when the line is whole.</param>
    /// <param name="rejection">A bare CR or LF, when one comes before the end and within the limit.</param>
    public LineResult Find(ReadOnlySpan<byte> buffer, int limit, out int end, out RequestRejection rejection)
    {
        Debug.Assert(_scanned <= buffer.Length, "Bytes that were seen have gone.");
        rejection = RequestRejection.None;
        int found = buffer[_scanned..].IndexOfAny(LineEnds);
        end = found < 0 ? buffer.Length : _scanned + found;
        if (end > limit)
        {
            return LineResult.TooLong;
        }

        _scanned = end;
        if (found < 0)
        {
            return LineResult.Incomplete;
        }

        if (buffer[end] == '\n')
        {
            // RFC 9112 §2.2: a recipient MAY take a bare LF as a line end. We do not: two readers of one message
            // that differ in this is how requests are smuggled.
            rejection = RequestRejection.BareLineFeed;
            return LineResult.Rejected;
        }

        if (end + 1 == buffer.Length)
        {
            return LineResult.Incomplete;
        }

        // RFC 9112 §2.2: a bare CR makes the element invalid.
        rejection = buffer[end + 1] == '\n' ? RequestRejection.None : RequestRejection.BareCarriageReturn;
        return rejection == RequestRejection.None ? LineResult.Complete : LineResult.Rejected;
    }
}
