// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Microsoft.Win32.SafeHandles;

namespace Linnet.Exchanges;

/// <summary>
/// Where the bytes of a representation are: in memory, in an open file, or in a stream. Owns none of them.
/// </summary>
internal readonly struct ContentSource
{
    private readonly object? _source;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _start;

    /// <summary>Bytes in memory.</summary>
    public ContentSource(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>An open file.</summary>
    public ContentSource(SafeFileHandle file) => _source = file;

    /// <summary>A stream, from where it stands.</summary>
    public ContentSource(Stream stream)
    {
        _source = stream;
        _start = stream.CanSeek ? stream.Position : 0;
    }

    /// <summary>Writes a part of it to the body of a response.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">Its length; negative for all that a stream still holds.</param>
    public ValueTask SendAsync(HttpExchange exchange, long offset, long length) => _source switch
    {
        null => exchange.Response.WriteAsync(_bytes.Slice((int)offset, (int)length), CancellationToken.None),

        // The connection notices by itself when nobody receives any more; asking for a token would cost an object.
        SafeFileHandle file => exchange.Response.SendFileAsync(file, offset, length, CancellationToken.None),
        _ => StreamedContent.SendAsync(exchange, (Stream)_source, _start + offset, length),
    };
}
