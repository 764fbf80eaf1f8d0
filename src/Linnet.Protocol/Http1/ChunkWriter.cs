// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Text;

namespace Linnet.Protocol.Http1;

/// <summary>Writes the framing of the chunked coding around payload that somebody else moves. RFC 9112 §7.1.</summary>
internal static class ChunkWriter
{
    /// <summary>Room that <see cref="TryWriteSize"/> needs at the most: 16 digits and CR LF.</summary>
    public const int MaxSizeLineBytes = 18;

    /// <summary>What follows the payload of a chunk.</summary>
    public static ReadOnlySpan<byte> DataEnd => "\r\n"u8;

    /// <summary>The last chunk and an empty trailer section.</summary>
    public static ReadOnlySpan<byte> End => "0\r\n\r\n"u8;

    /// <summary>Writes the line before a payload of <paramref name="size"/> bytes; false when there is no room.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="size">Above 0, for a chunk of 0 bytes is the end of the message.</param>
    /// <param name="written">Bytes written.</param>
    public static bool TryWriteSize(Span<byte> destination, long size, out int written)
    {
        if (!Utf8Formatter.TryFormat(size, destination, out written, new System.Buffers.StandardFormat('x'))
            || destination.Length - written < DataEnd.Length)
        {
            written = 0;
            return false;
        }

        DataEnd.CopyTo(destination[written..]);
        written += DataEnd.Length;
        return true;
    }
}
