// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.WebSockets;

/// <summary>Text in UTF-8, in rented memory until it is disposed.</summary>
internal readonly struct EncodedText : IDisposable
{
    private readonly byte[] _array;
    private readonly int _bytes;

    /// <summary>Encodes a text; half a surrogate pair becomes U+FFFD.</summary>
    public EncodedText(string text)
    {
        _array = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        _bytes = Encoding.UTF8.GetBytes(text, _array);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(0, _bytes);

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}
