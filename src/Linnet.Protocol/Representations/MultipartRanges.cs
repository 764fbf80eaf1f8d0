// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Protocol.Representations;

/// <summary>Several parts of a representation in one body: multipart/byteranges. RFC 9110 §14.6, §15.3.7.2.</summary>
/// <remarks><code>
///   --boundary CRLF
///   Content-Type: type CRLF                 only when there is a type
///   Content-Range: bytes 0-99/1000 CRLF
///   CRLF
///   100 bytes
/// CRLF --boundary CRLF …                    each next part
/// CRLF --boundary-- CRLF                    the end
/// </code></remarks>
internal sealed class MultipartRanges
{
    private readonly byte[][] _heads;
    private readonly ByteRange[] _parts;

    /// <summary>Lays a body out.</summary>
    /// <param name="boundary">Token characters that nobody can have put into the representation.</param>
    /// <param name="mediaType">The representation's type; null for none.</param>
    /// <param name="length">The representation's length.</param>
    /// <param name="parts">At least two parts.</param>
    public MultipartRanges(string boundary, string? mediaType, long length, ReadOnlySpan<ByteRange> parts)
    {
        _parts = parts.ToArray();
        _heads = new byte[parts.Length][];
        MediaType = $"multipart/byteranges; boundary={boundary}";
        End = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Length = End.Length;
        for (int index = 0; index < parts.Length; index++)
        {
            string lineEnd = index == 0 ? "" : "\r\n";
            string type = mediaType is null ? "" : $"Content-Type: {mediaType}\r\n";
            string range = ContentRange.Of(parts[index], length);
            byte[] head = Encoding.ASCII.GetBytes($"{lineEnd}--{boundary}\r\n{type}Content-Range: {range}\r\n\r\n");
            _heads[index] = head;
            Length += head.Length + parts[index].Length;
        }
    }

    /// <summary>The type of the whole body.</summary>
    public string MediaType { get; }

    /// <summary>The length of the whole body.</summary>
    public long Length { get; }

    /// <summary>How many parts there are.</summary>
    public int Count => _parts.Length;

    /// <summary>What stands behind the last part.</summary>
    public ReadOnlyMemory<byte> End { get; }

    /// <summary>What stands before a part.</summary>
    public ReadOnlyMemory<byte> HeadOf(int index) => _heads[index];

    /// <summary>A part.</summary>
    public ByteRange this[int index] => _parts[index];
}
