// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

namespace Linnet.Connections;

/// <summary>
/// The first bytes of a body whose length is not known yet, or of a chunk that is not large enough yet. Holds memory only
/// while there are bytes in it. Not thread-safe; owned by an <see cref="Http1ResponseWriter"/>.
/// </summary>
internal sealed class GatherBuffer
{
    /// <summary>
    /// A body up to this size gets a Content-Length although its handler gave none, and a chunk has this size at least
    /// unless its handler flushes. Go's net/http gathers 2 KiB, Node 16.
    /// </summary>
    public const int Capacity = 4096;

    private byte[] _array = [];

    /// <summary>Bytes gathered.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes gathered.</summary>
    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, Length);

    /// <summary>Copies the bytes if all of them fit.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Capacity - Length)
        {
            return false;
        }

        Rent();
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Appends text in UTF-8 if it surely fits.</summary>
    public bool TryAppend(string text)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > Capacity - Length)
        {
            return false;
        }

        Rent();
        Length += Encoding.UTF8.GetBytes(text, _array.AsSpan(Length));
        return true;
    }

    /// <summary>Forgets the bytes.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets the bytes and gives the memory back.</summary>
    public void Release()
    {
        byte[] array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Rent()
    {
        if (_array.Length == 0)
        {
            _array = ArrayPool<byte>.Shared.Rent(Capacity);
        }
    }
}
